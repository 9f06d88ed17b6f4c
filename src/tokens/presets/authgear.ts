import { TOKEN_KINDS } from '../token-kind.js';
import type { ProviderPreset } from './preset.js';

/** Its claims of its own are read from every token: no other provider has them. */
export const authgear: ProviderPreset = {
  title: 'Authgear',
  issuer: { pattern: /^https:\/\/[^/]+$/, like: 'https://example.authgear.cloud' },
  kinds: TOKEN_KINDS,
  withoutAuthTime:
    'Authgear puts auth_time into every ID token; into access tokens where "Issue JWT as access token" is on and the server is recent',
};
