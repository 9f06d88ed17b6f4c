import type { Adapter, Configuration } from 'oidc-provider';
import { accessTokenLifetime, apiTokenClaims, describeApi } from './access-tokens.js';
import { ACR, SCOPE, SCOPE_CLAIMS, claimsOf, findAccount } from './accounts.js';
import { fetchLoopback, isReplacedBySignIn } from './back-channel.js';
import { describeClients } from './clients.js';
import type { ClientSurroundings } from './clients.js';
import { loadExistingGrant } from './grant.js';
import type { ProviderKeys } from './keys.js';
import type { OidcProviderModule } from './oidc-provider.js';
import { renderError, renderSignOut, renderSignedOut } from './provider-pages.js';
import { createSignInPolicy } from './sign-in-policy.js';
import { isSeverPopup, parseSignInAge } from './sign-in-request.js';

interface ConfigurationParts extends ClientSurroundings {
  readonly oidc: OidcProviderModule;
  readonly keys: ProviderKeys;
  readonly store: { adapterFor(model: string): Adapter };
}

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/** Everything oidc-provider is told. What is not named here is off, or its default. */
export function configureProvider({
  oidc,
  keys,
  store,
  appOrigins,
  backchannelLogoutUri,
}: ConfigurationParts): Configuration {
  return {
    adapter: (model) => store.adapterFor(model),
    jwks: { keys: keys.jwks },
    cookies: { keys: keys.cookieKeys },
    clients: describeClients({ appOrigins, backchannelLogoutUri }),
    fetch: async (target, init) =>
      isReplacedBySignIn(oidc.Provider.ctx) ? new Response() : fetchLoopback(target, init),
    clientBasedCORS: (_ctx, origin) => appOrigins.includes(origin),
    pkce: { required: () => true },
    scopes: SCOPE.split(' '),
    claims: SCOPE_CLAIMS,
    acrValues: Object.values(ACR),
    // The Authgear claim belongs in the ID token, whatever else is issued with it.
    conformIdTokenClaims: false,
    findAccount: (_ctx, sub) => {
      const account = findAccount(sub);
      return account && { accountId: account.id, claims: () => claimsOf(account) };
    },
    interactions: {
      policy: createSignInPolicy(oidc),
      url: (_ctx, interaction) => `/sign-in/${interaction.uid}`,
    },
    extraParams: {
      sign_in_age: (_ctx, value) => {
        if (value === undefined || parseSignInAge(value) !== undefined) return;
        throw new oidc.errors.InvalidRequest('sign_in_age must be a whole number of seconds');
      },
      sever_popup: (_ctx, value) => {
        if (value === undefined || isSeverPopup(value)) return;
        throw new oidc.errors.InvalidRequest('sever_popup must be 1');
      },
    },
    // oidc-provider would hand one out only after a consent page, which a first-party app has not.
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    loadExistingGrant,
    extraTokenClaims: apiTokenClaims,
    renderError,
    ttl: {
      AccessToken: accessTokenLifetime,
      AuthorizationCode: 60,
      Grant: 14 * DAY,
      // As short as Authgear's, so that an app meets "expired" and "signed in too long ago" apart.
      IdToken: 5 * 60,
      Interaction: HOUR,
      RefreshToken: 14 * DAY,
      Session: 14 * DAY,
    },
    features: {
      backchannelLogout: { enabled: true },
      claimsParameter: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_ctx, resource) => describeApi(oidc, resource),
        // Who asked for the API once need not ask again with every code and refresh token.
        useGrantedResource: () => true,
      },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: renderSignOut,
        postLogoutSuccessSource: renderSignedOut,
      },
    },
  };
}
