/** What an ID token says of its user. Decoded, not verified: the server decides. */
export interface Claims {
  readonly issuer: string;
  readonly subject: string;
  /** Epoch seconds. */
  readonly authTime: number | undefined;
  readonly expiresAt: number;
  readonly all: Readonly<Record<string, unknown>>;
}

/** `undefined` for what is no ID token. */
export function readClaims(token: string | null | undefined): Claims | undefined {
  try {
    const payload = (token ?? '').split('.')[1] ?? '';
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (byte) =>
      byte.charCodeAt(0),
    );
    const all = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    const { iss: issuer, sub: subject, auth_time: authTime, exp } = all;
    if (typeof issuer !== 'string' || typeof subject !== 'string') return undefined;
    return {
      issuer,
      subject,
      authTime: typeof authTime === 'number' ? authTime : undefined,
      expiresAt: Number(exp),
      all,
    };
  } catch {
    return undefined;
  }
}

export function isSameUser(a: Claims | undefined, b: Claims | undefined): boolean {
  return a !== undefined && a.issuer === b?.issuer && a.subject === b.subject;
}
