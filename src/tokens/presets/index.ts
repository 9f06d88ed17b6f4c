import { auth0 } from './auth0.js';
import { authgear } from './authgear.js';
import { clerk } from './clerk.js';
import { cognito } from './cognito.js';
import { entra } from './entra.js';
import { firebase } from './firebase.js';
import { keycloak } from './keycloak.js';
import { okta } from './okta.js';
import type { ProviderPreset } from './preset.js';

export type { ProviderPreset } from './preset.js';

/** The providers that are known by name. */
export type ProviderName =
  'authgear' | 'auth0' | 'keycloak' | 'okta' | 'entra' | 'cognito' | 'firebase' | 'clerk';

export const PRESETS: Readonly<Record<ProviderName, ProviderPreset>> = {
  ...{ authgear, auth0, keycloak, okta },
  ...{ entra, cognito, firebase, clerk },
};

export const PROVIDER_NAMES = Object.keys(PRESETS) as readonly ProviderName[];
