/** Who somebody is, as their ID token says. */
export interface UserIdentity {
  /** `iss` */
  readonly issuer: string;
  /** `sub` */
  readonly subject: string;
}

/** Tells whether two users are one without saying who: SHA-256 in hexadecimal. Rejects outside secure contexts. */
export async function digestUser(user: UserIdentity, salt: string): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify([salt, user.issuer, user.subject]));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
