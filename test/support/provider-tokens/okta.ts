import { API, CLIENT, lifetime, logoutToken, OF_ID_TOKENS } from './fixture.js';
import type { Mint, ProviderFixture } from './fixture.js';

const USER = '00u1abcdefGHIJKLMN0x';

const idToken: Mint = ({ issuer, audience, now, age }) => ({
  header: {},
  claims: {
    ...{ sub: USER, name: 'Alice', ver: 1, iss: issuer, aud: audience },
    ...{ ...lifetime(now, 3600), jti: 'ID.radCQMOQUmyvcTBmmIL0J6', amr: ['pwd'] },
    ...{ idp: '00o1example', auth_time: now - age, at_hash: 'fPlsvVszI29LU2UhDyJ9vg' },
  },
});

const accessToken: Mint = ({ issuer, audience, now, age }) => ({
  header: {},
  claims: {
    ...{ ver: 1, jti: 'AT.MNAoEQ_jbKqoinrQo1D0XK', iss: issuer, aud: audience },
    ...{ ...lifetime(now, 3600), cid: CLIENT, uid: USER, scp: ['openid', 'transfer'] },
    ...{ auth_time: now - age, sub: 'alice@bank.example' },
  },
});

const machineToken: Mint = ({ issuer, audience, now }) => ({
  header: {},
  claims: {
    ...{ ver: 1, jti: 'AT.qZ1', iss: issuer, aud: audience, ...lifetime(now, 3600) },
    ...{ cid: CLIENT, scp: ['transfer'], sub: CLIENT },
  },
});

const MFA = 'urn:okta:loa:2fa:any';

export const okta: ProviderFixture = {
  provider: 'okta',
  issuer: 'https://bank.okta.com/oauth2/default',
  path: '/oauth2/default',
  keysUrl: (issuer) => `${issuer}/v1/keys`,
  kinds: {
    id_token: {
      audience: CLIENT,
      mint: idToken,
      says: { subject: USER, amr: ['pwd'] },
      strengths: [[{ acr: MFA }, MFA]],
      strange: ['cid', 'uid', 'scp'],
      unlike: [],
      nobody: [],
    },
    access_token: {
      audience: API,
      mint: accessToken,
      says: { subject: 'alice@bank.example' },
      strengths: [[{ acr: MFA }, MFA]],
      strange: [...OF_ID_TOKENS, 'idp'],
      unlike: [{ cid: undefined }, { scp: undefined }, { scp: 'openid' }],
      nobody: [
        [{ uid: undefined }, 'machine'],
        [{ sub: CLIENT }, 'machine'],
      ],
      machine: machineToken,
    },
  },
  others: [
    {
      name: 'access token of the org itself',
      mint: (request) => ({
        header: { typ: 'application/okta-internal-at+jwt' },
        claims: accessToken(request).claims,
      }),
    },
    { name: 'logout token', mint: logoutToken({ typ: 'logout+jwt' }) },
  ],
};
