import { expect, it } from 'vitest';
import { PRESETS } from '../../../src/tokens/presets/index.js';
import type { ProviderName } from '../../../src/tokens/presets/index.js';

it.each<{ provider: ProviderName; claims: object; machine: boolean }>([
  { provider: 'keycloak', claims: { clientHost: '10.0.0.1' }, machine: true },
  { provider: 'keycloak', claims: { clientAddress: '10.0.0.1' }, machine: true },
  {
    provider: 'keycloak',
    claims: { preferred_username: 'service-account-ledger' },
    machine: true,
  },
  { provider: 'keycloak', claims: { preferred_username: 'alice' }, machine: false },
  { provider: 'auth0', claims: { sub: 'abc@clients' }, machine: true },
  { provider: 'auth0', claims: { sub: 'auth0|abc' }, machine: false },
])(
  'an ID token of $provider with $claims is a machine’s: $machine',
  ({ provider, claims, machine }) => {
    const { id_token: kind } = PRESETS[provider].kinds;
    expect(kind?.isMachine({ client_id: 'client', ...claims })).toBe(machine);
  },
);
