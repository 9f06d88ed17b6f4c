/** The part of `UserManager` that is used, of oidc-client-ts 3.3 or later. */
export interface UserManagerLike {
  readonly settings: {
    readonly authority: string;
    readonly client_id: string;
    readonly extraQueryParams?: Readonly<Record<string, string | number | boolean>>;
    readonly popupWindowFeatures?: { readonly width?: number; readonly height?: number };
  };
  readonly events: {
    addUserLoaded(callback: () => void): () => void;
    addUserUnloaded(callback: () => void): () => void;
  };
  getUser(raiseEvent?: boolean): Promise<UserLike | null>;
  storeUser(user: UserLike | null): Promise<void>;
  removeUser(): Promise<void>;
  signinPopup(parameters: SigninPopupParameters): Promise<UserLike>;
  signinRedirect(parameters: SigninParameters): Promise<void>;
  signinRedirectCallback(url?: string): Promise<UserLike>;
  signinSilent(): Promise<UserLike | null>;
}

export interface UserLike {
  id_token?: string;
  readonly state: unknown;
}

export interface SigninParameters {
  max_age: number;
  prompt: string;
  acr_values?: string;
  login_hint?: string;
  redirect_uri?: string;
  extraQueryParams?: Record<string, string | number | boolean>;
  state?: unknown;
}

export interface SigninPopupParameters extends SigninParameters {
  popupWindowTarget: string;
  popupSignal: AbortSignal;
  popupAbortOnClose: boolean;
}
