import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { GraphQLError, parse } from 'graphql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { getReauthChallenge } from '../../../src/client/index.js';
import type { ApolloKit } from '../../support/apollo-client-kit.js';
import { RENAME_AND_TRANSFER, TRANSFER } from '../../support/apollo-operations.js';
import { reauthExtensions, visitScripted } from '../../support/apollo-visit.js';

export function describeSingleRootField(kit: ApolloKit): void {
  describe('`retry: "single-root-field"`', () => {
    const atField = (changes: object = {}) => ({
      errors: [{ message: 'No', path: ['transfer'], extensions: reauthExtensions(changes) }],
      data: null,
    });

    it.each([
      { operation: 'a mutation of one field', source: 'mutation { transfer { id } }' },
      {
        operation: 'one field within fragments',
        source: `
          mutation { ... on Mutation { ...A } }
          fragment A on Mutation { ... @other { pay: transfer { id bankRef } } }`,
      },
    ])('sends $operation again that was refused at that field', async ({ source }) => {
      for (const changes of [{ executed: null }, { executed: undefined }, { executed: false }]) {
        const { server, user } = await visitScripted(kit, [atField(changes), DONE], {
          retry: 'single-root-field',
        });
        const answer = user.client
          .mutate({ mutation: parse(source), fetchPolicy: 'no-cache' })
          .catch(caught);
        await user.untilWaiting();
        user.recentAuth.confirm();
        await answer;
        expect(server.requests).toHaveLength(2);
      }
    });

    it.each([
      { operation: 'two fields', source: 'mutation { a: transfer { id } b: transfer { id } }' },
      {
        operation: 'a second field within a fragment',
        source: 'mutation { transfer { id } ...A } fragment A on Mutation { renameAccount }',
      },
      {
        operation: 'a field that may be skipped',
        source: 'mutation ($no: Boolean!) { transfer @skip(if: $no) { id } }',
      },
      {
        operation: 'a fragment that may not be included',
        source: `mutation ($yes: Boolean!) { transfer { id } ... @include(if: $yes) { renameAccount } }`,
      },
      {
        operation: 'a spread that may be skipped',
        source: `
          mutation ($no: Boolean!) { ...A @skip(if: $no) }
          fragment A on Mutation { transfer { id } }`,
      },
      { operation: 'a fragment that is not there', source: 'mutation { transfer { id } ...A }' },
    ])('does not send $operation again', async ({ source }) => {
      const { server, user } = await visitScripted(kit, [atField({ executed: null }), DONE], {
        retry: 'single-root-field',
      });
      await user.client.mutate({ mutation: parse(source), fetchPolicy: 'no-cache' }).catch(caught);
      expect([server.requests.length, user.prompts]).toEqual([1, 0]);
    });

    it.each([
      { answer: 'says that it ran', said: atField({ executed: true }) },
      {
        answer: 'is refused below that field',
        said: {
          errors: [
            { message: 'No', path: ['transfer', 'bankRef'], extensions: reauthExtensions() },
          ],
          data: { transfer: { id: 't1', bankRef: null } },
        },
      },
      {
        answer: 'has a value, though the error has lost its path',
        said: {
          errors: [{ message: 'No', extensions: reauthExtensions({ executed: null }) }],
          data: { transfer: { id: 't1', bankRef: null } },
        },
      },
      {
        answer: 'has another error',
        said: { errors: [...atField().errors, { message: 'And this', path: ['transfer'] }] },
      },
    ])('does not send again what $answer', async ({ said }) => {
      const { server, user } = await visitScripted(kit, [said, DONE], {
        retry: 'single-root-field',
      });
      await user.client.mutate({ mutation: TRANSFER }).catch(caught);
      expect([server.requests.length, user.prompts]).toEqual([1, 0]);
    });

    it.each(['safe', 'single-root-field'] as const)(
      'does not send two fields again to a server that checks field by field (%s)',
      async (retry) => {
        const { url, ran } = await startFieldByField();
        const { user } = await visitScripted(kit, [], { uri: url, retry });
        const mutation = RENAME_AND_TRANSFER;
        const error: unknown = await user.client.mutate({ mutation }).catch(caught);
        expect(getReauthChallenge(error)).toMatchObject({ executed: false });
        expect([ran, user.sent.length, user.prompts]).toEqual([['renameAccount'], 1, 0]);
      },
    );
  });
}

const DONE = { data: { transfer: { __typename: 'Receipt', id: 't1' } } };

const caught = (error: unknown): unknown => error;

/** A server without the check before execution: `renameAccount` runs, then `transfer` is refused. */
async function startFieldByField(): Promise<{ url: string; ran: readonly string[] }> {
  const ran: string[] = [];
  const server = new ApolloServer({
    typeDefs: `
      type Query { hello: String }
      type Mutation { renameAccount(name: String): String! transfer: Receipt! }
      type Receipt { id: ID }`,
    resolvers: {
      Mutation: {
        renameAccount: () => {
          ran.push('renameAccount');
          return 'renamed';
        },
        transfer: () => {
          throw new GraphQLError('No', { extensions: { ...reauthExtensions() } });
        },
      },
    },
    stopOnTerminationSignals: false,
  });
  const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } });
  onTestFinished(() => server.stop());
  return { url, ran };
}
