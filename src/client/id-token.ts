/** What the client reads of its own ID token. It is decoded, not verified: the server decides. */
export interface IdTokenClaims {
  readonly issuer: string;
  readonly subject: string;
  /** Epoch seconds; `undefined` where the provider does not say. */
  readonly authTime: number | undefined;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly acr: unknown;
  readonly canReauthenticate: unknown;
  /** All of them, as they are in the token. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** `undefined` for what is no JWT of a user. Never throws. */
export function decodeIdToken(token: string | null | undefined): IdTokenClaims | undefined {
  try {
    const claims = JSON.parse(decodeBase64Url(String(token?.split('.')[1]))) as Record<
      string,
      unknown
    >;
    const { iss: issuer, sub: subject, auth_time: authTime } = claims;
    if (typeof issuer !== 'string' || typeof subject !== 'string') return undefined;
    return {
      issuer,
      subject,
      authTime: typeof authTime === 'number' ? authTime : undefined,
      issuedAt: Number(claims['iat']),
      expiresAt: Number(claims['exp']),
      acr: claims['acr'],
      canReauthenticate: claims['https://authgear.com/claims/user/can_reauthenticate'],
      claims,
    };
  } catch {
    return undefined;
  }
}

/** Both are known, and are the same person at the same provider. */
export function isSameUser(a: IdTokenClaims | undefined, b: IdTokenClaims | undefined): boolean {
  return a !== undefined && a.issuer === b?.issuer && a.subject === b.subject;
}

/** `atob` and no `TextDecoder`, which React Native lacks. */
function decodeBase64Url(text: string): string {
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return decodeURIComponent(
    bytes.replace(/[^]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`),
  );
}
