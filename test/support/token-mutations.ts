import { createHmac } from 'node:crypto';
import { signBytes } from './forge.js';
import { changeMembers } from './hostile-json.js';
import { KEY_SET_MUTATIONS, STRANGER } from './key-set-mutations.js';
import { AUDIENCE, NOW } from './scripted-issuer.js';
import { KEYS } from './token-draft.js';
import type { Mutation } from './token-draft.js';

const TIMES = ['1e999', '-1e999', '-1', '0', '0.5', 'null', `"${NOW}"`, `${NOW}000`, '[]', 'true'];
const NEAR = [-7, -6, -5, -4, 0, 4, 5, 6].map((seconds) => String(NOW + seconds));
const TEXTS = ['null', '1', '""', '[]', '{}', '["subject"]', `"${'s'.repeat(256)}"`, '"\\ud800"'];

const HEADERS: readonly (readonly [string, readonly string[]])[] = [
  ['alg', ['"none"', '"HS256"', '"RS256"', '"PS256"', '"ES256"', '"EdDSA"', '"Ed25519"']],
  ['alg', ['["ES256"]', 'null', '""', '"es256"', '"RS384"']],
  ['kid', ['"es"', '"rs"', '"unknown"', '""', '1', 'null', '"es\\n"', `"${'k'.repeat(300)}"`]],
  ['typ', ['"JWT"', '"at+jwt"', '"logout+jwt"', '"dpop+jwt"', 'null', '1', '""']],
  ['crit', ['[]', '["b64"]', '["exp"]', 'null']],
  ['b64', ['true', 'false', 'null']],
  ['cty', ['"JWT"']],
  ['jwk', [JSON.stringify(STRANGER.jwk)]],
  ['jku', ['"https://evil.test/jwks"']],
  ['x5c', ['["MIIB"]']],
  ['__proto__', ['{"alg":"none","crit":["x"]}', 'null']],
  ['note', [`"${'n'.repeat(6500)}"`]],
];

const CLAIMS: readonly (readonly [string, readonly string[]])[] = [
  ['exp', [...TIMES, ...NEAR, String(NOW + 400 * 86_400)]],
  ...['iat', 'nbf'].map((name) => [name, [...TIMES, ...NEAR]] as const),
  ['iss', [...TEXTS, '"https://issuer.test/"', '["https://issuer.test"]']],
  ['sub', TEXTS],
  ['aud', [...TEXTS, '"stranger"', `["${AUDIENCE}"]`, `["${AUDIENCE}","stranger"]`]],
  ['aud', [`["${AUDIENCE}",1]`, `[["${AUDIENCE}"]]`, `{"0":"${AUDIENCE}","length":1}`]],
  ['azp', [`"${AUDIENCE}"`, '"stranger"', 'null']],
  ['cnf', ['{"jkt":"x"}', 'null']],
  ['typ', ['"ID"', '"Refresh"', 'null']],
  ['token_use', ['"id"', '"access"']],
  ['events', ['{"http://schemas.openid.net/event/backchannel-logout":{}}', '{}']],
  ['auth_time', TIMES],
  ['__proto__', ['{"exp":1}', 'null']],
];

const RESPELLINGS: Readonly<Record<string, (token: string) => string>> = {
  padding: (token) => `${token}=`,
  'two of padding': (token) => `${token}==`,
  'a space before': (token) => ` ${token}`,
  'a line feed after': (token) => `${token}\n`,
  'a byte order mark': (token) => `\uFEFF${token}`,
  'a part more': (token) => `${token}.AAAA`,
  'two dots': (token) => token.replace('.', '..'),
  'one character less': (token) => token.slice(0, -1),
  'a length past the limit': (token) => token + 'A'.repeat(9000),
  'the other alphabet': (token) => token.replaceAll('-', '+').replaceAll('_', '/'),
  ...inEachPart('a tab', (part) => `${part.slice(0, 9)}\t${part.slice(9)}`),
  ...inEachPart('a space', (part) => `${part.slice(0, 9)} ${part.slice(9)}`),
  ...inEachPart('a letter beyond ASCII', (part) => `é${part.slice(1)}`),
  ...inEachPart('nothing', () => ''),
  ...inEachPart(
    'another first character',
    (part) => (part.startsWith('A') ? 'B' : 'A') + part.slice(1),
  ),
  ...inEachPart('another last character', (part) => part.slice(0, -1) + nextLetter(part.slice(-1))),
};

const HMAC_SECRETS = {
  PEM: KEYS[1].publicKey.export({ format: 'pem', type: 'spki' }),
  JWK: JSON.stringify(KEYS[1].jwk),
  'published secret': 'secret',
};

/** A valid token, and what is done to it. */
export const MUTATIONS: readonly Mutation[] = [
  { name: 'nothing', mutate: (draft) => draft },
  ...ofMembers('header', HEADERS),
  ...ofMembers('claims', CLAIMS),
  ...Object.entries(RESPELLINGS).map(
    ([name, respell]) =>
      ({
        name: `text: ${name}`,
        mutate: (draft) => ({ ...draft, respell: (token) => respell(draft.respell(token)) }),
      }) satisfies Mutation,
  ),
  ...[...KEYS, STRANGER].map(
    (key) =>
      ({
        name: `signed by ${key.alg} ${key.kid}`,
        mutate: (draft) => ({ ...draft, sign: (input) => signBytes(input, key) }),
      }) satisfies Mutation,
  ),
  ...Object.entries(HMAC_SECRETS).map(
    ([name, secret]) =>
      ({
        name: `signed by HMAC with a ${name}`,
        mutate: (draft) => ({
          ...draft,
          sign: (input) => createHmac('sha256', secret).update(input).digest(),
        }),
      }) satisfies Mutation,
  ),
  ...KEY_SET_MUTATIONS,
];

function ofMembers(part: 'header' | 'claims', changes: typeof CLAIMS): readonly Mutation[] {
  const places = ['instead', 'before', 'after'] as const;
  const each = changes.flatMap(([name, values]) =>
    values.flatMap((json) => places.map((place) => ({ name, json, place }))),
  );
  const names = changes.map(([name]) => ({ name, json: '', place: 'nowhere' as const }));
  return [...each, ...names].map((change) => ({
    name: `${part}: ${change.name} ${change.json} ${change.place}`,
    mutate: (draft) => ({ ...draft, [part]: changeMembers(draft[part], [change]) }),
  }));
}

function inEachPart(what: string, change: (part: string) => string) {
  return Object.fromEntries(
    [0, 1, 2].map((index) => [
      `${what} in part ${index}`,
      (token: string) =>
        token
          .split('.')
          .map((part, at) => (at === index ? change(part) : part))
          .join('.'),
    ]),
  );
}

/** Of an alphabet in which neighbours differ in bits that the last character does not use. */
function nextLetter(letter: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet.charAt((alphabet.indexOf(letter) + 1) % 64);
}
