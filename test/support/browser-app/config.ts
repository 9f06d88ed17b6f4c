/** What a test decides about the page: the server writes it into the document. */
export interface AppConfig {
  readonly sdk: 'oidc-client-ts' | 'auth0-spa-js' | 'authgear';
  /** The provider, or the stand-in of a vendor's endpoints in front of it. */
  readonly authority: string;
  readonly clientId: string;
  /** The GraphQL endpoint. */
  readonly api: string;
  /** How the user is asked to sign in again, where the SDK has both. */
  readonly mode: 'popup' | 'redirect';
  readonly prompt: 'manual' | 'immediate';
  /** Whether each tab has tokens of its own, where the SDK lets one choose. */
  readonly tokens: 'shared' | 'tab';
  /** Where the provider is reached by other ways than it says itself: behind a proxy. */
  readonly authorizationEndpoint: string | undefined;
}

export function readConfig(): AppConfig {
  return JSON.parse(document.documentElement.dataset['config'] ?? '') as AppConfig;
}
