import { MULTI_FACTOR } from './auth0.js';
import { lifetime, logoutToken, OF_ID_TOKENS } from './fixture.js';
import type { Mint, ProviderFixture, TokenRequest } from './fixture.js';

const ORIGIN = 'https://bank.example';
const USER = 'user_2fXk9QmVbT7rLzPwNcHsYd3E1aG';
const SESSION = 'sess_2fXkAbCdEfGhIjKlMnOpQrStUvW';
/** Says which kind of token it is, though it is documented nowhere. */
const CATEGORY = { session: 'cl_B7d4PD111AAA', template: 'cl_B7d4PD222AAA' };

const sessionToken: Mint = ({ issuer, audience, now, age }) => ({
  header: { typ: 'JWT', cat: CATEGORY.session },
  claims: {
    ...{ azp: audience, iss: issuer, ...lifetime(now, 60), nbf: now - 20, jti: '4b1f' },
    ...{ fva: [minutes(now, age), -1], sid: SESSION, sub: USER, v: 2, sts: 'active' },
    ...{ pla: 'u:free', fea: 'u:dashboard' },
  },
});

function minutes(now: number, age: number): number {
  return Math.floor((lifetime(now, 0).iat - (now - age)) / 60);
}

/** The earliest second that the age in whole minutes allows. */
function earliest({ now, age }: TokenRequest): number {
  return lifetime(now, 0).iat - (minutes(now, age) + 1) * 60;
}

function changed(changes: object): Mint {
  return (request) => {
    const { header, claims } = sessionToken(request);
    return { header, claims: { ...claims, ...changes } };
  };
}

export const clerk: ProviderFixture = {
  provider: 'clerk',
  issuer: 'https://clerk.bank.example',
  path: '',
  keysUrl: (issuer) => `${issuer}/.well-known/jwks.json`,
  kinds: {
    id_token: {
      audience: ORIGIN,
      mint: sessionToken,
      says: { subject: USER, sessionId: SESSION },
      authTime: earliest,
      timeClaim: 'fva',
      strengths: [
        [{ fva: [1, 0] }, MULTI_FACTOR],
        [{ fva: [1, 1] }, MULTI_FACTOR],
        [{ fva: [0, 1] }, undefined],
        [{ fva: [0, -1] }, undefined],
        [{ fva: [-1, 0] }, undefined],
        // A custom claim of the session token.
        [{ acr: MULTI_FACTOR }, undefined],
      ],
      strange: ['aud', 'scope', 'scp', 'client_id', ...OF_ID_TOKENS],
      unlike: [
        ...[{ v: undefined }, { v: '2' }, { sid: undefined }, { sid: 'client_1' }],
        ...[{ sub: 'mch_cron' }, { sub: 'org_1' }],
      ],
      nobody: [],
    },
  },
  others: [
    { name: 'token of a template', mint: templateToken },
    { name: 'session token of version 1', mint: changed({ v: undefined, sts: undefined }) },
    { name: 'machine token', mint: changed({ sub: 'mch_cron', sid: undefined, fva: undefined }) },
    { name: 'token of somebody else than a user', mint: changed({ sub: 'mch_cron' }) },
    { name: 'access token of Clerk as a provider', mint: accessToken },
    { name: 'logout token', mint: logoutToken({ typ: 'JWT' }) },
    {
      name: 'session with a task left',
      mint: changed({ sts: 'pending' }),
      refusal: 'wrong_claim',
    },
    {
      name: 'session of no origin',
      mint: changed({ azp: undefined }),
      refusal: 'wrong_audience',
    },
  ],
};

function templateToken({ issuer, audience, now }: TokenRequest) {
  return {
    header: { typ: 'JWT', cat: CATEGORY.template },
    claims: {
      ...{ azp: audience, iss: issuer, ...lifetime(now, 60), nbf: now - 20, jti: '9c' },
      ...{ sub: USER, auth_time: now - 20 },
    },
  };
}

function accessToken(request: TokenRequest) {
  return { header: { typ: 'at+jwt' }, claims: sessionToken(request).claims };
}
