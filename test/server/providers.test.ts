import { describe, expect, it, onTestFinished } from 'vitest';
import { PRESETS } from '../../src/tokens/presets/index.js';
import { startBank } from '../support/bank-server.js';
import type { BankServer } from '../support/bank-server.js';
import { NOW, serveProvider } from '../support/provider-issuer.js';
import type { ProviderIssuer } from '../support/provider-issuer.js';
import { PROVIDER_KINDS } from '../support/provider-tokens/index.js';
import type { Mint, ProviderKind } from '../support/provider-tokens/index.js';

const WINDOW = 300;
/** The tokens are ten seconds old. */
const FRESH = 10;
const CHANGE_EMAIL = 'mutation { changeEmail(email: "alice@new.example") { email } }';

describe.each(PROVIDER_KINDS)('a bank whose users send the $tokenType of $provider', (one) => {
  const { kind, provider: name } = one;
  const { audience, mint } = kind;

  it('lets those in who signed in a moment ago, and says what the others lack', async () => {
    const provider = await serveProvider(one.fixture);
    const bank = await openBank(provider, one);
    const changeEmail = (mint: Mint, age: number, to = audience) =>
      send(bank, provider.token(mint, { audience: to, age }));

    expect(await changeEmail(mint, FRESH)).toEqual(CHANGED);
    expect(await changeEmail(mint, WINDOW + 1)).toEqual(refused(401, 'REAUTH_REQUIRED', TOO_OLD));
    expect(await changeEmail(withoutTime, FRESH)).toEqual(refused(401, 'REAUTH_REQUIRED', MISSING));
    expect(await changeEmail(mint, FRESH, 'https://another.example')).toEqual(
      refused(401, 'UNAUTHENTICATED', 'TOKEN_INVALID'),
    );
    for (const nobody of [kind.machine, kind.anonymous]) {
      if (nobody) expect(await changeEmail(nobody, FRESH)).toEqual(refused(403, 'FORBIDDEN'));
    }
    expect(await changeEmail(withoutTime, FRESH + 1)).toEqual(
      refused(401, 'REAUTH_REQUIRED', MISSING),
    );
    expect(warningsOf(bank)).toEqual([
      {
        issuer: provider.issuer,
        msg: `A token does not say when its user signed in: ${PRESETS[name].withoutAuthTime}`,
      },
    ]);
  });

  const withoutTime: Mint = (request) => {
    const { header, claims } = mint(request);
    return { header, claims: { ...claims, [kind.timeClaim ?? 'auth_time']: undefined } };
  };
});

const CHANGED = { status: 200, data: { changeEmail: { email: 'alice@new.example' } } };
const TOO_OLD = 'AUTH_TIME_TOO_OLD';
const MISSING = 'AUTH_TIME_MISSING';

async function openBank(
  { issuer }: ProviderIssuer,
  { provider, tokenType, kind }: ProviderKind,
): Promise<BankServer> {
  const identity = { issuer, audience: [kind.audience], provider, tokenType };
  const bank = await startBank({ identity });
  onTestFinished(() => bank.close());
  expect(bank.clock()).toBe(NOW);
  return bank;
}

interface Refusal {
  readonly code: string;
  readonly reason?: string;
  readonly reauth?: { readonly reason: string };
}

async function send({ url }: BankServer, token: string): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json',
      ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    },
    body: JSON.stringify({ query: CHANGE_EMAIL }),
  });
  const { data, errors } = (await response.json()) as {
    readonly data?: unknown;
    readonly errors?: readonly { readonly extensions: Refusal }[];
  };
  if (!errors) return { status: response.status, data };
  const refusals = errors.map(({ extensions: { code, reason, reauth } }) => ({
    code,
    reason: reason ?? reauth?.reason,
  }));
  return { status: response.status, refusals };
}

function refused(status: number, code: string, reason?: string): unknown {
  return { status, refusals: [{ code, reason }] };
}

/** What an operator reads about an issuer, without the times. */
function warningsOf(bank: BankServer): unknown[] {
  const lines = bank.log().trim().split('\n');
  const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return entries
    .filter(({ level, issuer }) => level === 40 && issuer !== undefined)
    .map(({ issuer, msg }) => ({ issuer, msg }));
}
