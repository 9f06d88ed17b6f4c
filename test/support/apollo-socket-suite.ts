import type * as core from '@apollo/client/core/index.js';
import type { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { expect, it } from 'vitest';
import { RecentAuthLink } from '../../src/apollo-client/index.js';
import { getReauthChallenge } from '../../src/client/index.js';
import { startSocketBank } from './socket-bank.js';
import type { SocketBank } from './socket-bank.js';
import { connectSocketUser } from './socket-user.js';
import { createTokenUser } from './token-user.js';
import type { TokenUser } from './token-user.js';

/** The types are those of version 4; version 3 does the same at run time. */
export interface ApolloSocketKit extends Pick<
  typeof core,
  'ApolloClient' | 'ApolloLink' | 'InMemoryCache' | 'gql'
> {
  readonly GraphQLWsLink: typeof GraphQLWsLink;
  /** What version 3 makes of a refusal hides whether there was data: it is handed on. */
  readonly showsData: boolean;
}

interface Listening {
  /** The first thing that is said, an error too. */
  readonly first: Promise<unknown>;
  stop(): void;
}

/** What must hold of `RecentAuthLink` before `GraphQLWsLink`, in each version of Apollo Client. */
export function describeApolloSocket(kit: ApolloSocketKit): void {
  it('a subscription carries the token of the moment', async () => {
    const bank = await startSocketBank();
    const token = await bank.token(0);
    const payments = connect(bank, createTokenUser(bank, token)).subscribe('payments');
    await bank.until(() => bank.running.length === 1);
    bank.publish('one');
    expect(await payments.first).toMatchObject({ data: { payments: 'one alice' } });
    expect(bank.sockets[0]?.params).toEqual({ authorization: `Bearer ${token}` });
    payments.stop();
    await bank.until(() => bank.running.length === 0);
  });

  it.each([
    { when: 'before execution', check: true },
    { when: 'by the guards alone', check: false },
  ])('a subscription refused $when surfaces, and passes once it is handled', async ({ check }) => {
    const bank = await startSocketBank({ check });
    const user = createTokenUser(bank, await bank.token(301));
    const application = connect(bank, user);
    const ticks = application.subscribe('ticks');
    await bank.until(() => bank.running.length === 1);

    const challenge = getReauthChallenge(await application.subscribe('payments').first);
    expect(challenge).toMatchObject({ maxAge: 300, fields: ['Subscription.payments'] });
    expect({ ran: bank.ran, signIns: user.signIns }).toEqual({ ran: ['ticks alice'], signIns: 0 });
    if (challenge) await user.recentAuth.handle(challenge);
    const payments = application.subscribe('payments');
    await bank.until(() => bank.running.length === 2);
    bank.publish('two');
    expect(await payments.first).toMatchObject({ data: { payments: 'two alice' } });
    expect(await ticks.first).toMatchObject({ data: { ticks: 'two alice' } });
    expect(user.signIns).toBe(1);
  });

  it('a mutation in flight over the socket is executed once, whatever signs in', async () => {
    const bank = await startSocketBank();
    const user = createTokenUser(bank, await bank.token(100));
    const { client } = connect(bank, user);
    const release = bank.hold();
    const transfer = client.mutate({ mutation: kit.gql('mutation { transfer }') });
    await bank.until(() => bank.ran.length === 1);
    user.hold(await bank.token(0));
    release();
    expect((await transfer).data).toEqual({ transfer: 'transfer' });
    expect(bank.ran).toEqual(['transfer alice']);
  });

  it('a mutation refused before execution is sent again only where that is seen', async () => {
    const bank = await startSocketBank();
    const user = createTokenUser(bank, await bank.token(301));
    const { client } = connect(bank, user);
    const transfer = client.mutate({ mutation: kit.gql('mutation { transfer }') });
    const outcome = await transfer.then(
      ({ data }) => data,
      (error: unknown) => getReauthChallenge(error)?.code,
    );
    expect({ outcome, ran: bank.ran, signIns: user.signIns }).toEqual(
      kit.showsData
        ? { outcome: { transfer: 'transfer' }, ran: ['transfer alice'], signIns: 1 }
        : { outcome: 'REAUTH_REQUIRED', ran: [], signIns: 0 },
    );
  });

  function connect(bank: SocketBank, user: TokenUser) {
    const socket = new kit.GraphQLWsLink(connectSocketUser(bank, user));
    const recentAuth = new RecentAuthLink({ recentAuth: user.recentAuth });
    const client = new kit.ApolloClient({
      link: kit.ApolloLink.from([recentAuth, socket]),
      cache: new kit.InMemoryCache(),
    });
    return {
      client,
      subscribe(field: string): Listening {
        let stop = (): void => undefined;
        const first = new Promise<unknown>((hear) => {
          const query = kit.gql(`subscription { ${field} }`);
          const subscription = client.subscribe({ query }).subscribe({ next: hear, error: hear });
          stop = () => {
            subscription.unsubscribe();
          };
        });
        return { first, stop };
      },
    };
  }
}
