/** The part of `Auth0Client` that is used, of @auth0/auth0-spa-js 2. */
export interface Auth0ClientLike {
  getIdTokenClaims(): Promise<{ __raw: string } | undefined>;
  getTokenSilently(options: { cacheMode: 'off' }): Promise<unknown>;
  loginWithPopup(options: LoginOptions, config: PopupConfig): Promise<void>;
  loginWithRedirect(options: LoginOptions & { appState?: unknown }): Promise<void>;
  handleRedirectCallback(url?: string): Promise<{ appState?: unknown }>;
  logout(options: { openUrl: false }): Promise<void>;
}

export interface LoginOptions {
  authorizationParams: {
    max_age: number;
    prompt: 'login';
    acr_values?: string;
    login_hint?: string;
    id_token_hint?: string;
    redirect_uri?: string;
  };
}

export interface PopupConfig {
  popup: Window;
  /** Seconds. */
  timeoutInSeconds: number;
}
