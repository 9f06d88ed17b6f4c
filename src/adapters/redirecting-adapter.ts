import type { PendingAction, PendingActions, ReauthAdapter } from '../client/index.js';

/** An adapter that can also leave the page and come back. */
export interface RedirectingAdapter extends ReauthAdapter {
  /**
   * On the page that the provider sends the user back to: finishes the sign-in and checks it. Call it once per visit, before anything else
   * uses the adapter. @param url default `location.href`
   * @throws {ReauthError} user mismatch, still stale, cancelled at the provider, or failed with what the SDK said as `cause`
   */
  handleRedirectCallback(url?: string): Promise<RedirectResult>;
}

export interface RedirectResult {
  /** `false`: a sign-in that the application had started itself. */
  readonly reauthenticated: boolean;
  /** A path of this origin: where the user was when the page was left, `/` where that is unknown. */
  readonly returnTo: string;
  /** What the user was about to do: offer it, do not run it. */
  readonly pendingAction: PendingAction | undefined;
  /** What the application itself had given the SDK to keep (`state`, `appState`) where `reauthenticated` is `false`. */
  readonly appState: unknown;
}

export interface RedirectOptions {
  /** Where to keep what waited while the page is left. @default nothing is kept */
  readonly pendingActions?: PendingActions | undefined;
  /** The path to come back to. @default the path, query and fragment at that moment */
  readonly returnTo?: (() => string) | undefined;
}

/** What the provider is told about who should sign in. */
export interface HintOptions {
  /**
   * Whether the ID token goes into the authorization URL, which ends up in histories and logs. `'expired'`: only once it is worth nothing
   * to whoever reads it there. `'always'`: binds the sign-in to the user at providers that enforce it. @default 'expired'
   */
  readonly idTokenHint?: 'always' | 'expired' | 'never' | undefined;
  /** What to prefill, from the ID token's claims. @default `login_hint`, `preferred_username` or `email`, the first there is */
  readonly loginHint?:
    ((claims: Readonly<Record<string, unknown>>) => string | undefined) | undefined;
}
