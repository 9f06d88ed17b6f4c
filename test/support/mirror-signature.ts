/** RFC 7518 section 3.4 and SEC 2: the order of P-256. */
export const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The other valid signature of an ES256 token: (r, s) and (r, n - s) sign the same text. */
export function mirrorSignature(token: string): string {
  const at = token.lastIndexOf('.') + 1;
  const bytes = Buffer.from(token.slice(at), 'base64url');
  const s = P256_ORDER - BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const mirrored = Buffer.from(s.toString(16).padStart(64, '0'), 'hex');
  return (
    token.slice(0, at) + Buffer.concat([bytes.subarray(0, 32), mirrored]).toString('base64url')
  );
}
