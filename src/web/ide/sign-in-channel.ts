/**
 * Between the window that comes back from the provider and the IDE. Unlike `opener`, it is there too when the
 * provider's pages have cut their window off.
 */
export function openSignInChannel(): BroadcastChannel {
  return new BroadcastChannel('graphql-recent-auth:ide');
}

/** The address that the provider sent the window to, or the `state` of one that an IDE has taken. */
export type SignInMessage = { readonly returnedTo: string } | { readonly taken: string };
