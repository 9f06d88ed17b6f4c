import { auth0 } from './auth0.js';
import { authgear } from './authgear.js';
import { clerk } from './clerk.js';
import { cognito } from './cognito.js';
import { entra } from './entra.js';
import { firebase } from './firebase.js';
import type { KindFixture, ProviderFixture } from './fixture.js';
import { keycloak } from './keycloak.js';
import { okta } from './okta.js';
import type { TokenType } from '../../../src/tokens/index.js';

export { auth0Rfc9068 } from './auth0.js';
export { entraVersion1 } from './entra.js';
export type {
  KindFixture,
  Mint,
  OtherToken,
  ProviderFixture,
  TokenRequest,
  TokenShape,
} from './fixture.js';

export const PROVIDERS: readonly ProviderFixture[] = [
  ...[authgear, auth0, keycloak, okta],
  ...[entra, cognito, firebase, clerk],
];

/** Each way in which users of a provider are known. */
export interface ProviderKind {
  readonly provider: ProviderFixture['provider'];
  readonly tokenType: TokenType;
  readonly fixture: ProviderFixture;
  readonly kind: KindFixture;
}

export const PROVIDER_KINDS: readonly ProviderKind[] = PROVIDERS.flatMap((fixture) =>
  (['id_token', 'access_token'] as const).flatMap((tokenType) => {
    const kind = fixture.kinds[tokenType];
    return kind ? [{ provider: fixture.provider, tokenType, fixture, kind }] : [];
  }),
);
