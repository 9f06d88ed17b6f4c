import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TokenRefusedError } from '../../src/tokens/index.js';
import type { Revocation } from '../../src/tokens/index.js';
import { forge } from '../support/forge.js';
import {
  changeMembers,
  changesOf,
  hostileJson,
  rawObject,
  spell,
} from '../support/hostile-json.js';
import { CLAIM_NAMES, HEADER_NAMES } from '../support/hostile-tokens.js';
import {
  AUDIENCE,
  CLAIMS,
  ISSUER,
  NOW,
  outcomeOf,
  scriptIssuer,
} from '../support/scripted-issuer.js';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const issuer = scriptIssuer();
const { key } = issuer;
const LOGOUT = rawObject({
  ...{ iss: ISSUER, aud: AUDIENCE, sub: 'subject', sid: 'session', jti: 'logout-1' },
  ...{ iat: NOW - 10, exp: NOW + 110, events: { [EVENT]: {} } },
});
const NAMES = LOGOUT.map(([name]) => name);
const HEADER = rawObject({ alg: key.alg, kid: key.kid, typ: 'logout+jwt' });

type Members = Readonly<Record<string, unknown>>;

/** OpenID Connect Back-Channel Logout 1.0 sections 2.4 and 2.6. */
function isLogoutByTheBook({ typ }: Members, claims: Members): boolean {
  const { iss, aud, sub, sid, jti, iat, exp, nbf = 0, events } = claims;
  const isName = (value: unknown) => typeof value === 'string' && value !== '';
  const isTime = (value: unknown) => typeof value === 'number' && Number.isFinite(value);
  const event = (events as Members | null | undefined)?.[EVENT];
  return (
    [undefined, 'jwt', 'application/jwt', 'logout+jwt', 'application/logout+jwt'].includes(
      typeof typ === 'string' ? typ.toLowerCase() : (typ as undefined),
    ) &&
    iss === ISSUER &&
    (Array.isArray(aud) ? aud.includes(AUDIENCE) : aud === AUDIENCE) &&
    (isName(sub) || (sub === undefined && isName(sid))) &&
    (sid === undefined || isName(sid)) &&
    isName(jti) &&
    [iat, exp, nbf].every(isTime) &&
    (exp as number) > NOW - 5 &&
    Math.max(iat as number, nbf as number) <= NOW + 5 &&
    typeof event === 'object' &&
    event !== null &&
    !Array.isArray(event) &&
    !('nonce' in claims)
  );
}

const json = hostileJson(NOW, [
  ...[ISSUER, AUDIENCE, 'stranger', 'logout-1', 'session', 'JWT', 'logout+jwt', 'at+jwt', null],
  ...[{ [EVENT]: {} }, { [EVENT]: [] }, { [EVENT]: null }, { [EVENT]: { a: 1 } }, [EVENT], EVENT],
]);
const logoutTokens = fc
  .record({
    ofClaims: changesOf([...NAMES, ...NAMES, ...CLAIM_NAMES], json),
    ofHeader: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, changesOf(HEADER_NAMES, json)),
  })
  .map(({ ofClaims, ofHeader }) => ({
    header: spell(changeMembers(HEADER, ofHeader)),
    claims: spell(changeMembers(LOGOUT, ofClaims)),
  }));

it('a logout token with any JSON in its claims and header ends a session only by the book', async () => {
  const verifier = issuer.verifier();
  expect(
    await verifier.verifyLogoutToken(forge({ header: spell(HEADER), claims: spell(LOGOUT) }, key)),
  ).toMatchObject({ subject: 'subject', sessionId: 'session', tokenId: 'logout-1' });
  await fc.assert(
    fc.asyncProperty(logoutTokens, async (parts) => {
      const token = forge(parts, key);
      const verdict = await verifier.verifyLogoutToken(token).catch((error: unknown) => error);
      if (!(verdict instanceof TokenRefusedError)) {
        expect(verdict).not.toBeInstanceOf(Error);
        const [header, claims] = [JSON.parse(parts.header), JSON.parse(parts.claims)] as Members[];
        expect(isLogoutByTheBook(header ?? {}, claims ?? {})).toBe(true);
        const { subject, sessionId, tokenId } = verdict as Revocation;
        expect({ subject, sessionId, tokenId }).toEqual({
          ...{ subject: claims?.['sub'], sessionId: claims?.['sid'], tokenId: claims?.['jti'] },
        });
      }
      // Whatever it says, nobody is let in by it.
      const { events } = JSON.parse(parts.claims) as { readonly events?: object | null };
      if (Object.hasOwn(Object(events) as object, EVENT))
        expect(await outcomeOf(verifier.verify(token))).not.toBe('accepted');
    }),
    { numRuns: 1500 },
  );
  expect(verifier.health().cachedTokens).toBeLessThan(1500);
});

it.each(['ID token', 'access token'])('no %s is taken for a logout token', async (what) => {
  const isAccess = what === 'access token';
  const header = { typ: isAccess ? 'at+jwt' : 'JWT' };
  const token = issuer.token({ header, claims: { ...CLAIMS, client_id: AUDIENCE, jti: 'x' } });
  expect(await outcomeOf(issuer.verifier().verifyLogoutToken(token))).toBe('wrong_type');
});
