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
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

/** 128 random bits, in hexadecimal. */
export function randomId(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(16)));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
