import { describe, expect, it } from 'vitest';
import { NOW, scriptProvider } from '../../support/provider-issuer.js';
import {
  auth0Rfc9068,
  entraVersion1,
  PROVIDER_KINDS,
} from '../../support/provider-tokens/index.js';
import type { Mint, OtherToken, ProviderKind } from '../../support/provider-tokens/index.js';
import { outcomeOf } from '../../support/scripted-issuer.js';

describe.each(PROVIDER_KINDS)('where users of $provider send the $tokenType', (one) => {
  const { audience, mint, strange, unlike } = one.kind;
  const provider = scriptProvider(one.fixture);
  const verifier = provider.verifier(one);

  it.each(othersOf(one))('the $name is refused', async ({ mint, refusal = 'wrong_type' }) => {
    const token = provider.token(mint, { audience, age: 0 });
    expect(await outcomeOf(verifier.verify(token))).toBe(refusal);
  });

  if (strange.length > 0) {
    it.each(strange)('one that has %s, too, is refused', async (name) => {
      const { header, claims } = mint({ issuer: provider.issuer, audience, now: NOW, age: 0 });
      const token = provider.sign({ header, claims: { ...claims, [name]: 'text' } });
      expect(await outcomeOf(verifier.verify(token))).toBe('wrong_type');
    });
  }

  if (unlike.length > 0) {
    it.each(unlike)('one with %j is refused', async (changes) => {
      const { header, claims } = mint({ issuer: provider.issuer, audience, now: NOW, age: 0 });
      const token = provider.sign({ header, claims: { ...claims, ...changes } });
      expect(await outcomeOf(verifier.verify(token))).toBe('wrong_type');
    });
  }

  it.each(['logout+jwt', 'dpop+jwt', 'secevent+jwt', 'JOSE', null, ['JWT']])(
    'one of the type %j is refused',
    async (typ) => {
      const { claims } = mint({ issuer: provider.issuer, audience, now: NOW, age: 0 });
      const token = provider.sign({ header: { typ }, claims });
      expect(await outcomeOf(verifier.verify(token))).toBe('wrong_type');
    },
  );
});

/** As if they were made for the same audience. */
function othersOf({ tokenType, fixture }: ProviderKind): readonly OtherToken[] {
  const [other, name] =
    tokenType === 'id_token'
      ? [fixture.kinds.access_token, 'access token']
      : [fixture.kinds.id_token, 'ID token'];
  const mints = { [name]: other?.mint, [`${name} of a machine`]: other?.machine };
  const present = Object.entries(mints).filter((entry): entry is [string, Mint] => !!entry[1]);
  return [...fixture.others, ...present.map(([name, mint]) => ({ name, mint }))];
}

describe('access tokens in another profile', () => {
  it.each([
    { provider: 'auth0', mint: auth0Rfc9068 },
    { provider: 'entra', mint: entraVersion1 },
  ])('those of $provider are accepted, and are no ID tokens', async ({ provider: name, mint }) => {
    const outcomes = PROVIDER_KINDS.filter(({ provider }) => provider === name).map(async (one) => {
      const provider = scriptProvider(one.fixture);
      const { audience } = one.kind;
      const token = provider.token(mint, { audience, age: 0 });
      return [one.tokenType, await outcomeOf(provider.verifier(one).verify(token))];
    });
    expect(await Promise.all(outcomes)).toEqual([
      ['id_token', 'wrong_type'],
      ['access_token', 'accepted'],
    ]);
  });

  it.each([
    { aud: undefined, client: 'client', outcome: 'accepted' },
    { aud: 'https://api.example', client: 'client', outcome: 'accepted' },
    { aud: 'https://another.example', client: 'client', outcome: 'wrong_audience' },
    { aud: 'https://api.example', client: 'another', outcome: 'wrong_audience' },
    { aud: null, client: 'client', outcome: 'wrong_audience' },
    { aud: undefined, client: undefined, outcome: 'wrong_audience' },
  ])('Cognito, for the API $aud by $client: $outcome', async ({ aud, client, outcome }) => {
    const one = PROVIDER_KINDS.find((one) => one.provider === 'cognito' && isAccess(one));
    if (!one) throw new Error('Cognito has access tokens');
    const provider = scriptProvider(one.fixture);
    const verifier = provider.verifier(one, { audience: ['client', 'https://api.example'] });
    const { issuer } = provider;
    const { header, claims } = one.kind.mint({ issuer, audience: '', now: NOW, age: 0 });
    const token = provider.sign({ header, claims: { ...claims, aud, client_id: client } });
    expect(await outcomeOf(verifier.verify(token))).toBe(outcome);
  });
});

function isAccess({ tokenType }: ProviderKind): boolean {
  return tokenType === 'access_token';
}
