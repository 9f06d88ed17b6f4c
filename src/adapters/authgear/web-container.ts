/** The part of `WebContainer` that is used, of @authgear/web 5 or 6. */
export interface WebContainerLike {
  readonly sessionState: string;
  delegate?: {
    onSessionStateChange(container: never, reason: never): void;
  };
  getIDTokenHint(): string | undefined;
  canReauthenticate(): boolean;
  refreshIDToken(): Promise<void>;
  startAuthentication(options: StartOptions & { prompt: never }): Promise<void>;
  finishAuthentication(): Promise<unknown>;
  startReauthentication(options: StartOptions & { maxAge: number }): Promise<void>;
  finishReauthentication(): Promise<unknown>;
}

export interface StartOptions {
  redirectURI: string;
  state: string;
}
