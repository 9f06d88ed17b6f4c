import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../src/protocol/index.js';
import {
  createBackchannelLogout,
  createMemoryRevocations,
  TokenRefusedError,
} from '../../src/tokens/index.js';
import type {
  BackchannelLogoutOptions,
  LogoutRequest,
  Revocation,
  RevocationStore,
} from '../../src/tokens/index.js';
import { forgeKey } from '../support/forge.js';
import { LOGOUT_EVENT, logoutToken } from '../support/logout-tokens.js';
import { outcomeOf, scriptIssuer } from '../support/scripted-issuer.js';

const FORM = 'application/x-www-form-urlencoded';
const URL_HERE = 'https://api.test/backchannel-logout';
const ERROR = { 'cache-control': 'no-store', 'content-type': 'application/json' };

function serve(store?: Partial<RevocationStore>) {
  const issuer = scriptIssuer();
  const memory = createMemoryRevocations({ clock: issuer.clock });
  const verifier = issuer.verifier({ revocations: { ...memory, ...store } });
  const logOut = createBackchannelLogout({ verifier });
  const post = (body: unknown, type: string = FORM) =>
    logOut({ method: 'POST', headers: { 'content-type': type }, body });
  const isOut = async () => (await outcomeOf(verifier.verify(issuer.token()))) === 'revoked';
  return { issuer, verifier, logOut, post, isOut };
}

function refused(description: string, outcome: string) {
  const body = JSON.stringify({ error: 'invalid_request', error_description: description });
  return { status: 400, headers: ERROR, body, outcome };
}

const UNAVAILABLE = JSON.stringify({
  error: 'temporarily_unavailable',
  error_description: 'Nobody can be logged out at the moment',
});

function unavailable(outcome: string, retryAfter: string) {
  const headers = { ...ERROR, 'retry-after': retryAfter };
  return { status: 503, headers, body: UNAVAILABLE, outcome };
}

const ENDED = { status: 200, headers: { 'cache-control': 'no-store' }, body: '', outcome: 'ended' };
const NOT_ACCEPTED = 'The logout token is not accepted';
const NOT_ONE = refused('One logout_token must be sent', 'not_one_token');
const TOO_LONG = {
  ...refused('The request is too long', 'body_too_long'),
  headers: { ...ERROR, connection: 'close' },
};

describe('a logout token', () => {
  it('ends the session once', async () => {
    const { issuer, post, isOut } = serve();
    const body = `logout_token=${logoutToken(issuer)}`;
    expect(await isOut()).toBe(false);
    expect(await post(body)).toEqual(ENDED);
    expect(await isOut()).toBe(true);
    expect(await post(body)).toEqual(refused('The logout token was received before', 'replayed'));
    expect(await post(`logout_token=${logoutToken(issuer)}`)).toEqual(ENDED);
  });

  it.each([
    { what: 'junk', make: () => 'junk', outcome: 'malformed_token' },
    { what: 'an empty one', make: () => '', outcome: 'malformed_token' },
    { what: 'one that is too long', make: () => 'x'.repeat(9000), outcome: 'token_too_long' },
    {
      what: 'an ID token',
      make: (issuer: Issuer) => issuer.token(),
      outcome: 'wrong_type',
    },
    {
      what: 'one of another client',
      make: (issuer: Issuer) => logoutToken(issuer, { aud: 'other' }),
      outcome: 'wrong_audience',
    },
    {
      what: 'an expired one',
      make: (issuer: Issuer) => logoutToken(issuer, { exp: issuer.clock() - 5 }),
      outcome: 'expired',
    },
  ])('that is $what ends nothing', async ({ make, outcome }) => {
    const { issuer, post, isOut } = serve();
    const token = make(issuer);
    expect(await post(`logout_token=${token}`)).toEqual(refused(NOT_ACCEPTED, outcome));
    expect(await isOut()).toBe(false);
  });
});

type Issuer = ReturnType<typeof scriptIssuer>;

/** How servers hand over what came; each is given a form as text. */
const FACES: readonly {
  readonly face: string;
  readonly request: (form: string) => LogoutRequest;
}[] = [
  { face: 'text', request: (form) => posted(form) },
  { face: 'bytes', request: (form) => posted(Buffer.from(form)) },
  { face: 'a URLSearchParams', request: (form) => posted(new URLSearchParams(form)) },
  { face: 'what qs makes of it', request: (form) => posted(parse(form)) },
  { face: 'the same, without a prototype', request: (form) => posted(bare(parse(form))) },
  { face: 'a stream', request: (form) => posted(new Blob([form]).stream()) },
  { face: 'a stream of texts', request: (form) => posted(inPieces(form)) },
  {
    face: 'a Fetch Request',
    request: (form) => new Request(URL_HERE, { method: 'POST', body: new URLSearchParams(form) }),
  },
  {
    face: 'a request that is its own stream, with the empty body of Express 4',
    request: (form) => Object.assign(inPieces(form), { ...posted({}) }),
  },
];

function posted(body: unknown): LogoutRequest {
  return { method: 'POST', headers: { 'content-type': FORM }, body };
}

function parse(form: string): Record<string, unknown> {
  const fields = new URLSearchParams(form);
  const read = (name: string) => {
    const values = fields.getAll(name);
    return values.length > 1 ? values : values[0];
  };
  return Object.fromEntries([...fields.keys()].map((name) => [name, read(name)]));
}

function bare(fields: object): object {
  return Object.assign(Object.create(null) as object, fields);
}

async function* inPieces(form: string) {
  for (const piece of form.match(/.{1,100}/gs) ?? []) yield await Promise.resolve(piece);
}

describe.each(FACES)('a form as $face', ({ request }) => {
  it('is read', async () => {
    const { issuer, logOut, isOut } = serve();
    expect(await logOut(request(`state=x&logout_token=${logoutToken(issuer)}&x=`))).toEqual(ENDED);
    expect(await isOut()).toBe(true);
  });

  it('must hold one logout token', async () => {
    const { issuer, logOut, isOut } = serve();
    const [one, two] = [logoutToken(issuer), logoutToken(issuer)];
    expect(await logOut(request(''))).toEqual(NOT_ONE);
    expect(await logOut(request('state=x'))).toEqual(NOT_ONE);
    expect(await logOut(request(`Logout_Token=${one}`))).toEqual(NOT_ONE);
    expect(await logOut(request(`logout_token=${one}&logout_token=${one}`))).toEqual(NOT_ONE);
    expect(await logOut(request(`logout_token=${one}&logout_token=${two}`))).toEqual(NOT_ONE);
    expect(await isOut()).toBe(false);
  });
});

it.each([null, undefined, [], {}, 5, true, { logout_token: { a: 1 } }, { logout_token: [] }])(
  'finds no token in the body %j',
  async (body) => {
    expect(await serve().post(body)).toEqual(NOT_ONE);
  },
);

it('finds no token that the body inherits', async () => {
  const { issuer, post } = serve();
  const body: unknown = Object.create({ logout_token: logoutToken(issuer) });
  expect(await post(body)).toEqual(NOT_ONE);
});

describe('a body that is too long', () => {
  const room = 64 * 1024 - 'logout_token=&x='.length;
  it.each(FACES.filter(({ face }) => /text|bytes|stream|Request/.test(face)))(
    'as $face is refused, and one that just fits is not',
    async ({ request }) => {
      const { issuer, logOut } = serve();
      const form = (more: number) => {
        const token = logoutToken(issuer);
        return `logout_token=${token}&x=${'x'.repeat(room - token.length + more)}`;
      };
      expect(await logOut(request(form(0)))).toEqual(ENDED);
      expect(await logOut(request(form(1)))).toEqual(TOO_LONG);
    },
  );

  it('is not read to its end', async () => {
    const { post } = serve();
    let given = 0;
    let isLeft = false;
    async function* endless() {
      try {
        for (;;) {
          given += 1;
          yield await Promise.resolve(Buffer.alloc(1024, 'x'));
        }
      } finally {
        isLeft = true;
      }
    }
    expect(await post(endless())).toEqual(TOO_LONG);
    expect({ given, isLeft }).toEqual({ given: 65, isLeft: true });
  });
});

it('a request of Node’s that is too long is left as it is, to be answered', async () => {
  const { logOut } = serve();
  const stream = Readable.from(Array.from({ length: 100 }, () => Buffer.alloc(1024, 'x')));
  const request = Object.assign(stream, { method: 'POST', headers: { 'content-type': FORM } });
  expect(await logOut(request)).toEqual(TOO_LONG);
  expect(stream.destroyed).toBe(false);
  stream.destroy();
});

it('a body that breaks off is answered, not thrown', async () => {
  const { post } = serve();
  async function* broken() {
    yield await Promise.resolve('logout_token=');
    throw new Error('aborted');
  }
  expect(await post(broken())).toEqual(refused('The request could not be read', 'unreadable_body'));
});

it.each([
  { type: FORM, outcome: 'ended' },
  { type: `${FORM};charset=utf-8`, outcome: 'ended' },
  { type: `${FORM} ; charset=utf-8`, outcome: 'ended' },
  { type: FORM.toUpperCase(), outcome: 'ended' },
  { type: `${FORM}x`, outcome: 'wrong_media_type' },
  { type: `${FORM}, text/plain`, outcome: 'wrong_media_type' },
  { type: ` ${FORM}`, outcome: 'wrong_media_type' },
  { type: 'application/json', outcome: 'wrong_media_type' },
  { type: 'multipart/form-data', outcome: 'wrong_media_type' },
  { type: '', outcome: 'wrong_media_type' },
])('a body of the type "$type": $outcome', async ({ type, outcome }) => {
  const { issuer, post } = serve();
  expect((await post(`logout_token=${logoutToken(issuer)}`, type)).outcome).toBe(outcome);
});

it('a body without a type is refused', async () => {
  const { logOut } = serve();
  const answer = refused(
    'A logout token is sent as application/x-www-form-urlencoded',
    'wrong_media_type',
  );
  expect(await logOut({ method: 'POST', headers: {}, body: 'logout_token=x' })).toEqual(answer);
  const body = new Blob(['logout_token=x']);
  expect(await logOut(new Request(URL_HERE, { method: 'POST', body }))).toEqual(answer);
});

it.each(['GET', 'HEAD', 'PUT', 'post', undefined])('the method %s is refused', async (method) => {
  const { logOut } = serve();
  const { status, headers } = await logOut({ method, headers: { 'content-type': FORM } });
  expect({ status, headers }).toEqual({ status: 405, headers: { ...ERROR, allow: 'POST' } });
});

it('where the keys cannot be had, the provider is asked to come again', async () => {
  const { issuer, post } = serve();
  issuer.answer = () => new Response('', { status: 500 });
  const answer = await post(`logout_token=${logoutToken(issuer)}`);
  expect(answer).toEqual(unavailable('keys_unavailable', '1'));
});

it('of a key that is not held, the provider is asked to come again', async () => {
  const { issuer, post, isOut } = serve();
  // What may be asked for has been asked for.
  for (const kid of ['a', 'b', 'c']) {
    await post(`logout_token=${logoutToken(issuer, {}, { kid })}`);
  }
  const next = forgeKey('ES256', 'key-2');
  issuer.keys = [issuer.key.jwk, next.jwk];
  const iat = issuer.clock();
  const claims = { iat, exp: iat + 120, jti: 'once', events: { [LOGOUT_EVENT]: {} } };
  const token = issuer.token({ header: { typ: 'logout+jwt' }, claims }, next);
  expect(await post(`logout_token=${token}`)).toEqual(unavailable('unknown_key', '30'));
  expect(await isOut()).toBe(false);
});

it('a header is found by its name in any case', async () => {
  const { issuer, logOut } = serve();
  const headers = { 'Content-Type': FORM };
  const body = `logout_token=${logoutToken(issuer)}`;
  expect(await logOut({ method: 'POST', headers, body })).toEqual(ENDED);
});

describe('where the store', () => {
  it.each([
    {
      what: 'throws',
      revoke: () => {
        throw new Error('secret');
      },
    },
    { what: 'rejects', revoke: () => Promise.reject(new Error('secret')) },
    { what: 'says nothing', revoke: () => undefined as unknown as boolean },
    { what: 'says yes in its own way', revoke: () => 'OK' as unknown as boolean },
  ])('$what, the provider is asked to come again', async ({ revoke }) => {
    const { issuer, post } = serve({ revoke });
    const answer = await post(`logout_token=${logoutToken(issuer)}`);
    expect(answer).toEqual(unavailable('not_stored', '5'));
  });

  it('is back, the same token is taken', async () => {
    const issuer = scriptIssuer();
    const memory = createMemoryRevocations({ clock: issuer.clock });
    let isDown = true;
    const revoke = (revocation: Revocation) => {
      if (isDown) throw new Error('down');
      return memory.revoke(revocation);
    };
    const verifier = issuer.verifier({ revocations: { ...memory, revoke } });
    const logOut = createBackchannelLogout({ verifier });
    const body = `logout_token=${logoutToken(issuer)}`;
    expect((await logOut(posted(body))).outcome).toBe('not_stored');
    isDown = false;
    expect((await logOut(posted(body))).outcome).toBe('ended');
  });

  it('promises, the answer waits', async () => {
    const { issuer, post } = serve({ revoke: () => Promise.resolve(false) });
    const { outcome } = await post(`logout_token=${logoutToken(issuer)}`);
    expect(outcome).toBe('replayed');
  });
});

it('of one token sent many times at once, one is taken', async () => {
  const { issuer, post } = serve();
  const body = `logout_token=${logoutToken(issuer)}`;
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(body)));
  const outcomes = answers.map(({ outcome }) => outcome).sort();
  expect(outcomes).toEqual(['ended', ...Array<string>(19).fill('replayed')]);
});

it('a flood of junk asks the issuer nothing', async () => {
  const { issuer, post } = serve();
  for (let count = 0; count < 1000; count += 1) await post(`logout_token=a.b.${count}`);
  expect(issuer.asked).toEqual([]);
});

it('no answer shows anything of the token', async () => {
  const { issuer, post } = serve();
  const names = { sub: 'secret', sid: 'secret', jti: 'secret' };
  const token = logoutToken(issuer, names);
  const answers = [
    await post(`logout_token=${token}`),
    await post(`logout_token=${token}`),
    await post(`logout_token=${logoutToken(issuer, { ...names, aud: 'secret' })}`),
    await post(`logout_token=secret`),
  ];
  expect(JSON.stringify(answers)).not.toContain('secret');
  for (const part of token.split('.')) expect(JSON.stringify(answers)).not.toContain(part);
});

it('throws on what is wrong with the program', async () => {
  const { verifier } = serve();
  const fault = new RangeError('a bug');
  const logOut = createBackchannelLogout({
    verifier: { ...verifier, verifyLogoutToken: () => Promise.reject(fault) },
  });
  await expect(logOut(posted('logout_token=x'))).rejects.toBe(fault);
  expect(fault).not.toBeInstanceOf(TokenRefusedError);
});

const VERIFIER =
  '"verifier" must be what createTokenVerifier returns for options with "revocations"';

it.each([
  { what: 'no options', options: undefined, message: 'takes an object of options' },
  { what: 'no verifier', options: {}, message: VERIFIER },
  { what: 'null', options: { verifier: null }, message: VERIFIER },
  {
    what: 'a verifier that remembers nothing',
    options: { verifier: scriptIssuer().verifier() },
    message: VERIFIER,
  },
  {
    what: 'a store instead',
    options: { verifier: createMemoryRevocations() },
    message: VERIFIER,
  },
  {
    what: 'an unknown option',
    options: { revocations: createMemoryRevocations() },
    message: 'createBackchannelLogout has no option "revocations"; it has verifier',
  },
])('refuses $what at start', ({ options, message }) => {
  const create = () => createBackchannelLogout(options as unknown as BackchannelLogoutOptions);
  expect(create).toThrow(ConfigurationError);
  expect(create).toThrow(message);
});
