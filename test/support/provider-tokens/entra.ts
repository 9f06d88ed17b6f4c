import { lifetime, OF_ID_TOKENS } from './fixture.js';
import type { Mint, ProviderFixture } from './fixture.js';

const TENANT = '6f1b0f5e-2a4c-4f57-8c1d-3e9a7b5d2c10';
/** One registration for the page and the API: both kinds have the same audience. */
const APP = 'b3c1a7d4-5e2f-4a68-9b0c-7d6e5f4a3b2c';
const CALLER = 'e4d2b8c6-7f1a-4b39-8a5d-1c2b3a4d5e6f';
const HEADER = { typ: 'JWT', x5t: 'nOo3ZDrODXEK1jKWhXslHR_KXEg' };
const SUBJECT = 'AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ';
const USER = { oid: '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9', tid: TENANT, name: 'Alice' };
const INTERNAL = { rh: '0.AAAA', uti: 'fqiBqXLPj0eQa82S-IYFAA', aio: 'Df2U' };

const idToken: Mint = ({ issuer, audience, now, age }) => ({
  header: HEADER,
  claims: {
    ...{ aud: audience, iss: issuer, ...lifetime(now, 3900), nbf: now - 10, ver: '2.0' },
    ...{ sub: SUBJECT, ...USER, ...INTERNAL, nonce: 'MTIzNDU', auth_time: now - age },
  },
});

const accessToken: Mint = ({ issuer, audience, now, age }) => ({
  header: HEADER,
  claims: {
    ...{ aud: audience, iss: issuer, ...lifetime(now, 4500), nbf: now - 10, ver: '2.0' },
    ...{ azp: APP, azpacr: '0', scp: 'transfer', idtyp: 'user', xms_cc: ['cp1'] },
    ...{ sub: SUBJECT, ...USER, ...INTERNAL, auth_time: now - age },
  },
});

const version1: Mint = (request) => {
  const { azp, azpacr, ...claims } = accessToken(request).claims;
  return {
    header: HEADER,
    claims: { ...claims, ver: '1.0', appid: azp, appidacr: azpacr, acr: '1', amr: ['pwd'] },
  };
};

const machineToken: Mint = ({ issuer, audience, now }) => ({
  header: HEADER,
  claims: {
    ...{ aud: audience, iss: issuer, ...lifetime(now, 3900), nbf: now - 10, ver: '2.0' },
    ...{ azp: CALLER, azpacr: '1', roles: ['Transfer.All'], oid: CALLER, sub: CALLER },
    ...{ tid: TENANT, ...INTERNAL },
  },
});

const STRENGTHS = [
  [{ acrs: ['c1'] }, 'c1'],
  [{ acrs: ['p1', 'urn:user:registersecurityinfo', 'c25', 'c1'] }, 'c25'],
  [{ acrs: 'c1' }, 'c1'],
  [{ acrs: ['p1'] }, undefined],
  [{ acrs: { c1: true } }, undefined],
] as const;

export const entra: ProviderFixture = {
  provider: 'entra',
  issuer: `https://login.microsoftonline.com/${TENANT}/v2.0`,
  path: `/${TENANT}/v2.0`,
  keysUrl: (issuer) => issuer.replace(/v2\.0$/, 'discovery/v2.0/keys'),
  kinds: {
    id_token: {
      audience: APP,
      mint: idToken,
      says: { subject: SUBJECT },
      strengths: STRENGTHS,
      strange: ['azp', 'azpacr', 'appid', 'appidacr', 'scp', 'idtyp'],
      unlike: [],
      nobody: [],
    },
    access_token: {
      audience: APP,
      mint: accessToken,
      says: { subject: SUBJECT },
      strengths: STRENGTHS,
      strange: OF_ID_TOKENS,
      unlike: [{ azp: undefined }, { azpacr: undefined }, { azp: undefined, appid: APP }],
      nobody: [
        [{ scp: undefined }, 'machine'],
        [{ scp: '' }, 'machine'],
        [{ idtyp: 'app' }, 'machine'],
        [{ idtyp: 'device' }, 'machine'],
      ],
      machine: machineToken,
    },
  },
  others: [],
};

export { version1 as entraVersion1 };
