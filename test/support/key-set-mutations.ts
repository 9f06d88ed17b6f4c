import { forgeKey } from './forge.js';
import type { Draft, Mutation } from './token-draft.js';

type Keys = Draft['keys'];

export const STRANGER = forgeKey('ES256', 'es');

/** What an issuer may publish instead of its keys as they were. */
export const KEY_SET_MUTATIONS: readonly Mutation[] = [
  ...CHANGED_MEMBERS().map((members) =>
    ofKeys(JSON.stringify(members), (keys) => change(keys, members)),
  ),
  ...['alg', 'use', 'kid', 'kty'].map((name) =>
    ofKeys(`no ${name}`, (keys) => change(keys, { [name]: undefined })),
  ),
  ofKeys('a stranger first', (keys) => [STRANGER.jwk, ...keys]),
  ofKeys('a stranger last', (keys) => [...keys, STRANGER.jwk]),
  ofKeys('a stranger only', () => [STRANGER.jwk]),
  ofKeys('a secret', (keys) => [...keys, { kty: 'oct', kid: 'hs', k: 'c2VjcmV0' }]),
  ofKeys('padded numbers', (keys) => respellNumbers(keys, (number) => `${number}=`)),
  ofKeys('numbers with white space', (keys) => respellNumbers(keys, (number) => ` ${number}\n`)),
  ofKeys('numbers with a letter beyond ASCII', (keys) =>
    respellNumbers(keys, (number) => `é${number}`),
  ),
  ...['es\n', 'k'.repeat(300)].map((kid) => ({
    name: `keys: kid ${kid}, in the token, too`,
    mutate: ({ header, keys, ...draft }: Draft): Draft => ({
      ...draft,
      header: [...header, ['kid', JSON.stringify(kid)]],
      keys: change(keys, { kid }),
    }),
  })),
];

function CHANGED_MEMBERS(): readonly object[] {
  return [
    ...['es', 1, null].map((kid) => ({ kid })),
    ...['enc', null, 5, '', ['sig']].map((use) => ({ use })),
    ...['RS512', null, 5, '', ['ES256'], 'EdDSA'].map((alg) => ({ alg })),
    ...[['verify'], ['sign'], ['sign', 'verify'], ['verify', 'verify'], ['verify', 1]].map(
      (key_ops) => ({ key_ops }),
    ),
    ...['verify', null, [], [['verify']]].map((key_ops) => ({ key_ops })),
    ...[true, false, 'true', null].map((ext) => ({ ext })),
    ...['OKP', 'oct', null].map((kty) => ({ kty })),
    ...[{ crv: 'P-384' }, { e: 'AQ' }, { d: 'AAAA' }, { x5c: ['MIIB'] }, { x5t: 5 }],
  ];
}

function ofKeys(name: string, changeKeys: (keys: Keys) => Keys): Mutation {
  return { name: `keys: ${name}`, mutate: (draft) => ({ ...draft, keys: changeKeys(draft.keys) }) };
}

function change(keys: Keys, members: object): Keys {
  return keys.map((jwk) => ({ ...jwk, ...members }));
}

function respellNumbers(keys: Keys, respell: (number: string) => string): Keys {
  return keys.map((jwk) =>
    Object.fromEntries(
      Object.entries(jwk).map(([name, value]) => [
        name,
        /^[xyn]$/.test(name) ? respell(String(value)) : value,
      ]),
    ),
  );
}
