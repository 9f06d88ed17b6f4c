import type { VerifiedAuthentication, WithAuthentication } from '../protocol/index.js';
import { refusal } from './bank/refusal.js';

/** What every resolver gets: who asks, when, and the request that the log knows it by. */
export type BankContext = WithAuthentication<{ readonly requestId: string }>;

/** The signed-in person, if there is one. Programs and users who never signed in have no accounts here. */
export function signedInUser({ authentication }: BankContext): VerifiedAuthentication | undefined {
  if (authentication.status === 'anonymous' || authentication.principal !== 'user')
    return undefined;
  return authentication;
}

/** For what asks for a sign-in, however old, without a guard of its own. */
export function requireUser(context: BankContext): VerifiedAuthentication {
  const user = signedInUser(context);
  if (user) return user;
  if (context.authentication.status === 'authenticated') {
    throw refusal('FORBIDDEN', 'Only a user who signed in may do this');
  }
  throw refusal('UNAUTHENTICATED', 'Sign in first', 'TOKEN_MISSING');
}
