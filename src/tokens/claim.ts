/** Claims as the token spells them. */
export type Claims = Readonly<Record<string, unknown>>;

/** An own claim; `undefined` where there is none, whatever objects inherit. */
export function claim(claims: Claims, name: string): unknown {
  return Object.hasOwn(claims, name) ? claims[name] : undefined;
}
