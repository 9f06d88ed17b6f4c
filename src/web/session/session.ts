import type {
  RedirectingAdapter,
  RedirectResult,
} from 'graphql-recent-auth/adapters/oidc-client-ts';
import type { Readable } from '../store.js';

/** Who is signed in, by the ID token. */
export interface User {
  readonly subject: string;
  readonly name: string;
  /** What they type at the provider, if the token says. */
  readonly login: string | undefined;
}

export interface SignInOptions {
  /** As if so many seconds ago; only the development provider knows how. */
  readonly age?: number;
  /** Who is proposed. */
  readonly loginHint?: string | undefined;
}

/** The page's one sign-in, shared with its other tabs. */
export interface Session {
  readonly adapter: RedirectingAdapter;
  readonly user: Readable<User | undefined>;
  /** Leaves the page for the provider's. */
  readonly signIn: (options?: SignInOptions) => Promise<void>;
  /** Forgets the tokens, in every tab. */
  readonly signOut: () => Promise<void>;
  /** Looks who is signed in now. */
  readonly refresh: () => Promise<void>;
  /** Finishes what the provider's redirect to `/callback` brought. */
  readonly finishRedirect: () => Promise<RedirectResult>;
}
