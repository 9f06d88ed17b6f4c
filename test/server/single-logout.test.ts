import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CLIENT_ID, SECOND_CLIENT_ID } from '../../src/provider/index.js';
import type { DevelopmentProvider } from '../../src/provider/index.js';
import { systemClock } from '../../src/protocol/index.js';
import { startBank } from '../support/bank-server.js';
import type { Answer, BankServer } from '../support/bank-server.js';
import {
  APP_ORIGIN,
  BOB,
  createVisitor,
  NOW,
  redeem,
  refresh,
  setClock,
} from '../support/development-provider.js';
import type { Tokens, Visitor } from '../support/development-provider.js';

describe('The server with its development provider', () => {
  let bank: BankServer;
  beforeAll(async () => {
    const identity = { providerPort: 0 };
    bank = await startBank({ identity, corsOrigins: [APP_ORIGIN], clock: systemClock });
  });
  afterAll(() => bank.close());
  beforeEach(() => {
    setClock(NOW);
  });

  const providerFor = (clientId: string) =>
    ({ issuer: bank.provider, clientId }) as DevelopmentProvider;
  const ask = ({ idToken }: Tokens) => bank.as(idToken).ask('{ viewer { id } }');

  /** One person who is signed in to both applications, by one sign-in. */
  async function signInTwice() {
    const visitor = createVisitor(providerFor(CLIENT_ID));
    const tokens = await visitor.signIn();
    const second = providerFor(SECOND_CLIENT_ID);
    const secondVisitor = createVisitor(second, visitor.agent);
    const secondTokens = await redeem(second, await secondVisitor.ask());
    expect([await ask(tokens), await ask(secondTokens)]).toEqual([WELCOME, WELCOME]);
    return { visitor, secondVisitor, tokens, secondTokens };
  }

  it('ends a session of one application at once when another signs out, and lets in a new one', async () => {
    const { visitor, secondVisitor, tokens, secondTokens } = await signInTwice();
    const bob = await createVisitor(providerFor(CLIENT_ID)).signIn({}, BOB);
    const elsewhere = await createVisitor(providerFor(CLIENT_ID)).signIn();
    await signOut(secondVisitor, secondTokens);
    expect((await ask(tokens)).errors).toEqual([
      {
        message: 'The token is not accepted',
        extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_REVOKED' },
      },
    ]);
    expect(reasonOf(await ask(secondTokens))).toBe('TOKEN_REVOKED');
    expect(await ask(bob)).toEqual(WELCOME);
    expect(await ask(elsewhere)).toEqual(WELCOME);
    // In the same second.
    const again = await visitor.signIn();
    expect(again.claims['auth_time']).toBe(NOW);
    expect(await ask(again)).toEqual(WELCOME);
    expect(reasonOf(await ask(tokens))).toBe('TOKEN_REVOKED');
  });

  it("ends both with a sign-out at the provider's own page, and tells the log no names", async () => {
    const { visitor, tokens, secondTokens } = await signInTwice();
    const before = bank.log().length;
    const { agent } = visitor;
    await agent.submitForm(await agent.visit('/session/end'), { logout: 'yes' });
    expect([await ask(tokens), await ask(secondTokens)].map(reasonOf)).toEqual([
      ...['TOKEN_REVOKED', 'TOKEN_REVOKED'],
    ]);
    const log = bank.log().slice(before);
    expect(log.match(/"outcome":"ended","msg":"Back-channel logout"/g)).toHaveLength(2);
    expect(log).not.toContain('was not received');
    for (const { claims } of [tokens, secondTokens]) expect(log).not.toContain(claims['sid']);
  });

  it('ends refreshed and reauthenticated tokens with their session', async () => {
    const { visitor, tokens } = await signInTwice();
    setClock(NOW + 60);
    const renewed = await refresh(providerFor(CLIENT_ID), tokens);
    const fresh = await visitor.signIn({ max_age: '0', id_token_hint: tokens.idToken });
    expect([await ask(renewed), await ask(fresh)]).toEqual([WELCOME, WELCOME]);
    await signOut(visitor, fresh);
    for (const one of [tokens, renewed, fresh]) {
      expect(reasonOf(await ask(one))).toBe('TOKEN_REVOKED');
    }
  });
});

const WELCOME = { data: { viewer: { id: expect.stringMatching(/./) as string } } };

function reasonOf({ errors }: Answer): unknown {
  return errors?.[0]?.extensions['reason'];
}

/** Signs out as an application has it done. */
async function signOut({ agent }: Visitor, { idToken }: Tokens): Promise<void> {
  const page = await agent.visit(`/session/end?id_token_hint=${idToken}`);
  await agent.follow(await agent.submitForm(page, { logout: 'yes' }));
}
