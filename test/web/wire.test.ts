import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { describe, expect, it } from 'vitest';
import { RecentAuthLink } from '../../src/apollo-client/index.js';
import { createReauthenticator } from '../../src/client/index.js';
import { createWire } from '../../src/web/wire.js';
import type { Wire } from '../../src/web/wire.js';
import { handDrivenSignIn } from '../support/hand-driven-sign-in.js';
import { serveHttp } from '../support/loopback-http.js';
import { errorWith } from '../support/refused-transfer.js';
import { startScriptedGraphQL } from '../support/scripted-graphql.js';
import type { Script } from '../support/scripted-graphql.js';

const NOW = 1_795_250_000;

const TRANSFER = gql`
  mutation Transfer($amount: Int!) {
    transfer(amount: $amount) {
      id
      bankRef
    }
  }
`;
const RECOVERY_CODES = gql`
  query RecoveryCodes {
    viewer {
      id
      recoveryCodes
    }
  }
`;

const refused = { errors: [errorWith({ ticket: 'a-signed-ticket' })] };
const moved = { data: { transfer: { __typename: 'Transfer', id: '7', bankRef: 'B7' } } };

/** The page's own chain of links, before a server that says what it is told to. */
async function visit(script: Script, uri?: string) {
  const server = await startScriptedGraphQL(script);
  const signIn = handDrivenSignIn();
  signIn.signInAt(NOW - 900);
  let time = 0;
  const wire = createWire(() => (time += 100));
  const recentAuth = createReauthenticator({
    adapter: signIn.adapter,
    crossTab: false,
    clock: () => NOW,
    onEvent: wire.onEvent,
  });
  const client = new ApolloClient({
    link: ApolloLink.from([
      new RecentAuthLink({ recentAuth }),
      wire.link,
      new HttpLink({ uri: uri ?? server.url }),
    ]),
    cache: new InMemoryCache(),
  });
  const transfer = () => client.mutate({ mutation: TRANSFER, variables: { amount: 25 } });
  /** The user agrees as soon as they are asked, and signs in. */
  function confirm() {
    const stop = recentAuth.subscribe(() => {
      if (recentAuth.getState().status !== 'prompting') return;
      stop();
      queueMicrotask(() => {
        recentAuth.confirm();
        signIn.attempts.at(-1)?.succeed(NOW);
      });
    });
  }
  return { server, wire, recentAuth, client, transfer, confirm };
}

const lines = (wire: Wire) =>
  wire.entries.get().map(({ kind, title, detail }) => [kind, title, detail].join(' ').trim());
const bodies = (wire: Wire) => wire.entries.get().map(({ body }) => body);
const lastBody = (wire: Wire) => JSON.parse(bodies(wire).at(-1) ?? '') as unknown;

describe('what goes over the wire', () => {
  it('is told in order, with the refusal, what was done about it, and the retry marked as one', async () => {
    const { wire, transfer, confirm } = await visit([refused, moved]);
    confirm();
    await transfer();
    expect(lines(wire)).toEqual([
      'sent Transfer',
      'refused Transfer HTTP 200 · REAUTH_REQUIRED',
      'event Transfer required',
      'event Transfer prompted',
      'event Transfer confirmed',
      'event Transfer succeeded',
      'sent-again Transfer',
      'answered Transfer HTTP 200',
    ]);
    const entries = wire.entries.get();
    expect(entries.map(({ id, time }) => time / id)).toEqual(entries.map(() => 100));
    expect(entries[1]?.challenge).toEqual({
      code: 'REAUTH_REQUIRED',
      reason: 'AUTH_TIME_TOO_OLD',
      maxAge: 60,
    });
  });

  it('holds what was sent and the answer as they were, whatever the client made of them', async () => {
    const { wire, transfer, confirm } = await visit([refused, moved]);
    confirm();
    await transfer();
    expect(bodies(wire)[0]).toBe(`mutation Transfer($amount: Int!) {
  transfer(amount: $amount) {
    id
    bankRef
    __typename
  }
}

{
  "amount": 25
}`);
    expect(bodies(wire)[6]).toBe(bodies(wire)[0]);
    const refusal = JSON.parse(bodies(wire)[1] ?? '') as unknown;
    expect(refusal).toEqual({ errors: [errorWith({ ticket: '(left out here)' })] });
    expect(lastBody(wire)).toEqual(moved);
  });

  it('shows no more than the operation where it has no variables', async () => {
    const { wire, client } = await visit([{ data: { viewer: null } }]);
    await client.query({ query: RECOVERY_CODES });
    expect(bodies(wire)[0]).toMatch(/^query RecoveryCodes \{\n.*\n\}$/s);
  });

  it('leaves out secrets among variables, and cuts what is too long', async () => {
    const { wire, client } = await visit([moved]);
    const send = (variables: Record<string, unknown>) =>
      client.mutate({ mutation: TRANSFER, variables });
    await send({ input: { ticket: 'a-signed-ticket' } });
    expect(bodies(wire)[0]).toMatch(/\n\n\{\n {2}"input": \{\n {4}"ticket": "\(left out here\)"/);
    await send({ note: 'x'.repeat(7000) });
    expect(bodies(wire)[2]).toMatch(/^mutation .{5991}\n… \(cut here\)$/s);
  });

  it('does not take a button that is pressed again for a retry', async () => {
    const { wire, transfer } = await visit([moved]);
    await transfer();
    await transfer();
    expect(lines(wire)).toEqual([
      'sent Transfer',
      'answered Transfer HTTP 200',
      'sent Transfer',
      'answered Transfer HTTP 200',
    ]);
  });

  it('holds neither token nor ticket', async () => {
    const { server, wire, transfer, confirm } = await visit([refused, moved]);
    confirm();
    await transfer();
    const sent = server.requests.map(({ headers }) => headers.authorization ?? '');
    expect(sent).toEqual([expect.stringMatching(/^Bearer ./), expect.stringMatching(/^Bearer ./)]);
    const secrets = [...sent.map((header) => header.replace('Bearer ', '')), 'a-signed-ticket'];
    const kept = JSON.stringify(wire.entries.get());
    expect(secrets.filter((secret) => kept.includes(secret))).toEqual([]);
  });

  it.each([
    { given: ['1111-2222', '3333-4444'], shown: '(left out here)' },
    { given: null, shown: null },
  ])('shows recovery codes $given as $shown', async ({ given, shown }) => {
    const viewer = { __typename: 'Viewer', id: '1', recoveryCodes: given };
    const { wire, client } = await visit([{ data: { viewer } }]);
    await client.query({ query: RECOVERY_CODES });
    expect(lastBody(wire)).toEqual({ data: { viewer: { ...viewer, recoveryCodes: shown } } });
  });

  it('shows no account number, however deep', async () => {
    const numbered = { id: '1', number: 'DE02 1203', name: 'Savings' };
    const { wire, transfer } = await visit([
      { data: { transfer: { ...moved.data.transfer, toAccount: numbered, list: [numbered] } } },
    ]);
    await transfer();
    const shown = { ...numbered, number: '(left out here)' };
    expect(lastBody(wire)).toEqual({
      data: { transfer: { ...moved.data.transfer, toAccount: shown, list: [shown] } },
    });
  });

  it('keeps sixty lines, and of one no more than the list can show', async () => {
    const bankRef = 'x'.repeat(7000);
    const { wire, transfer } = await visit([
      { data: { transfer: { ...moved.data.transfer, bankRef } } },
    ]);
    for (let count = 1; count <= 31; count += 1) await transfer();
    const entries = wire.entries.get();
    expect([entries.length, entries[0]?.id, entries.at(-1)?.id]).toEqual([60, 3, 62]);
    expect(bodies(wire).at(-1)).toMatch(/^.{6000}\n… \(cut here\)$/s);
  });

  it('is emptied on request, and begins anew', async () => {
    const { wire, transfer } = await visit([moved]);
    await transfer();
    wire.clear();
    expect(wire.entries.get()).toEqual([]);
    await transfer();
    expect(wire.entries.get().map(({ id }) => id)).toEqual([3, 4]);
  });
});

describe('an answer that is still on its way', () => {
  it('is not told once the list was emptied, for it may be of the user before', async () => {
    const { wire, transfer } = await visit([
      () => {
        wire.clear();
        return moved;
      },
    ]);
    await transfer();
    expect(lines(wire)).toEqual([]);
  });
});

describe('an answer that is none', () => {
  const json = { 'content-type': 'application/json' };
  it.each([
    {
      what: 'an error of the bank',
      says: { errors: [{ message: 'No', extensions: { code: 'CONFLICT' } }] },
      line: 'failed Transfer HTTP 200 · CONFLICT',
    },
    {
      what: 'an error without a code',
      says: { errors: [{ message: 'No' }] },
      line: 'failed Transfer HTTP 200',
    },
    {
      what: 'a refusal that no sign-in helps',
      says: { errors: [errorWith({ remedy: 'NONE' })] },
      line: 'refused Transfer HTTP 200 · REAUTH_REQUIRED',
    },
    {
      what: 'an error with its status',
      says: { status: 503, headers: json, text: '{"errors":[{"extensions":{"code":"DOWN"}}]}' },
      line: 'failed Transfer HTTP 503 · DOWN',
    },
    {
      what: 'a page of a proxy',
      says: { status: 502, headers: { 'content-type': 'text/html' }, text: '<h1>Bad gateway</h1>' },
      line: 'failed Transfer HTTP 502',
    },
    {
      what: 'nonsense',
      says: { status: 200, headers: json, text: JSON.stringify({ errors: null, ...moved }) },
      line: 'answered Transfer HTTP 200',
    },
  ])('$what is told as it came', async ({ says, line }) => {
    const { wire, transfer } = await visit([says]);
    await transfer().catch(() => undefined);
    expect(lines(wire)).toEqual(['sent Transfer', line]);
  });

  it('says no more than that nobody answered', async () => {
    const port = await serveHttp(({ socket }) => Promise.resolve(void socket.destroy()));
    const { wire, transfer } = await visit([moved], `http://127.0.0.1:${port}/graphql`);
    await transfer().catch(() => undefined);
    expect(lines(wire)).toEqual(['sent Transfer', 'failed Transfer no answer']);
    expect(lastBody(wire)).toEqual({ error: 'TypeError' });
  });
});
