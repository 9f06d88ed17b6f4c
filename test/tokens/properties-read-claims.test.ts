import fc from 'fast-check';
import { expect, it, onTestFinished, vi } from 'vitest';
import { isFresh } from '../../src/protocol/index.js';
import type { VerifiedAuthentication } from '../../src/protocol/index.js';
import { TokenRefusedError } from '../../src/tokens/index.js';
import type { ClaimsReader } from '../../src/tokens/index.js';
import { NOW, outcomeOf, scriptIssuer } from '../support/scripted-issuer.js';

/** A hook of any behaviour: TypeScript is not there to stop those who write JavaScript. */
type AnyHook = (...args: Parameters<ClaimsReader>) => unknown;

const issuer = scriptIssuer();
const SECRET = 'secret-claim';

function verifierWith(hook: AnyHook) {
  return issuer.verifier({ readClaims: hook as ClaimsReader });
}

function overhearWarnings(): () => readonly unknown[] {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  onTestFinished(() => {
    warn.mockRestore();
  });
  return () => warn.mock.calls.flat();
}

const strangeValue = fc.oneof(
  fc.anything({ withBigInt: true, withBoxedValues: true, withDate: true, withMap: true }),
  fc.double(),
  fc.integer({ min: NOW - 400, max: NOW + 400 }),
  fc.integer({ min: NOW - 400, max: NOW + 400 }).map(String),
  fc.constantFrom<unknown>(NaN, Infinity, -Infinity, -0, null, undefined, true, [NOW], new Date()),
  fc.constantFrom<unknown>('user', 'anonymous', 'machine', Symbol('user'), () => NOW, Object(NOW)),
);
const members = fc.dictionary(
  fc.constantFrom('authTime', 'acr', 'canReauthenticate', 'principal', 'sessionId', 'status'),
  strangeValue,
);
const anyResult = fc.oneof(strangeValue, { weight: 4, arbitrary: members });

it('whatever a hook returns, only a number of recent seconds makes a user fresh', async () => {
  overhearWarnings();
  await fc.assert(
    fc.asyncProperty(anyResult, fc.boolean(), async (result, isPartial) => {
      const verifier = verifierWith((_, reading) =>
        isPartial && typeof result === 'object' ? { ...reading, ...result } : result,
      );
      const verdict = await verifier.verify(issuer.token()).catch((error: unknown) => error);
      if (verdict instanceof TokenRefusedError) {
        expect(verdict.refusal).toBe('wrong_claim');
        return;
      }
      const { principal, authTime, issuedAt } = verdict as VerifiedAuthentication;
      const check = { now: NOW, issuedAt, maxAge: 300, clockTolerance: 5 };
      if (principal !== 'user' || !isFresh(authTime, check)) return;
      const said = {
        ...(isPartial && { authTime: NOW - 60, principal: 'user' }),
        ...(Object(result) as Record<string, unknown>),
      };
      expect(said).toMatchObject({ principal: 'user', authTime: expect.any(Number) as number });
      expect(said['authTime']).toBeGreaterThanOrEqual(NOW - 300);
      expect(said['authTime']).toBeLessThan(issuedAt + 6);
    }),
    { numRuns: 1000 },
  );
});

const throwing = (): never => {
  throw new Error(SECRET);
};

it.each<{ what: string; hook: AnyHook }>([
  { what: 'throws', hook: throwing },
  {
    what: 'throws a text',
    hook: () => {
      // As an old library might.
      const text: unknown = SECRET;
      throw text;
    },
  },
  {
    what: 'throws what has a secret for a name',
    hook: () => {
      throw Object.assign(new Error(SECRET), { name: SECRET });
    },
  },
  {
    what: 'throws what cannot be looked at',
    hook: () => {
      throw new Proxy(new Error(SECRET), { get: throwing, getPrototypeOf: throwing });
    },
  },
  { what: 'returns nothing', hook: () => undefined },
  { what: 'returns null', hook: () => null },
  {
    what: 'has a getter that throws',
    hook: () => ({
      get authTime() {
        return throwing();
      },
    }),
  },
  { what: 'returns a proxy that throws', hook: () => new Proxy({}, { get: throwing }) },
  { what: 'writes into the claims', hook: (claims) => Object.assign(claims, { sub: 'admin' }) },
  {
    what: 'recurses for ever',
    hook: function again(...args): unknown {
      return again(...args);
    },
  },
])('a hook that $what refuses the token and says nothing of it', async ({ hook }) => {
  const warnings = overhearWarnings();
  const verifier = verifierWith(hook);
  expect(await outcomeOf(verifier.verify(issuer.token()))).toBe('wrong_claim');
  expect(warnings().map(String).join()).not.toContain(SECRET);
  expect(verifier.health().cachedTokens).toBe(0);
});

it('a hook that is asynchronous lets nobody in, and its failure ends no process', async () => {
  const warnings = overhearWarnings();
  const unhandled = vi.fn();
  process.once('unhandledRejection', unhandled);
  onTestFinished(() => void process.off('unhandledRejection', unhandled));
  const late = verifierWith(async (_, reading) => Promise.resolve(reading));
  expect(await outcomeOf(late.verify(issuer.token()))).toBe('wrong_claim');
  const failing = verifierWith(() => Promise.reject(new Error(SECRET)));
  expect(await outcomeOf(failing.verify(issuer.token()))).toBe('wrong_claim');
  await new Promise((resolve) => setImmediate(resolve));
  expect(unhandled).not.toHaveBeenCalled();
  expect(warnings()).toHaveLength(2);
});

it('a result that says something else each time is read once', async () => {
  let asked = 0;
  const verifier = verifierWith((_, reading) => ({
    ...reading,
    get authTime() {
      return (asked += 1) === 1 ? NOW - 3600 : NOW;
    },
  }));
  const { authTime } = await verifier.verify(issuer.token());
  expect([asked, authTime]).toEqual([1, NOW - 3600]);
});

it('what a hook keeps of its result changes nothing afterwards', async () => {
  const kept = { authTime: NOW - 3600, acr: undefined, canReauthenticate: undefined };
  const result = { ...kept, principal: 'anonymous', sessionId: undefined };
  const verifier = verifierWith(() => result);
  const token = issuer.token();
  await verifier.verify(token);
  Object.assign(result, { authTime: NOW, principal: 'user' });
  const { authTime, principal } = await verifier.verify(token);
  expect({ authTime, principal }).toEqual({ authTime: NOW - 3600, principal: 'anonymous' });
});

it('a hook that fails for every token is told of once', async () => {
  const warnings = overhearWarnings();
  const verifier = verifierWith(throwing);
  for (const sub of ['a', 'b', 'c']) {
    expect(await outcomeOf(verifier.verify(issuer.token({ claims: { sub } })))).toBe('wrong_claim');
  }
  expect(warnings()).toHaveLength(1);
});
