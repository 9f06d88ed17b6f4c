/**
 * The authentication context classes of which the application wants one: `acr_values`, or else the
 * `claims` parameter's `id_token.acr` (OpenID Connect Core 5.5.1.1), which it overrides.
 */
export function readRequestedAcr(params: Readonly<Record<string, unknown>>): readonly string[] {
  const { acr_values: acrValues, claims } = params;
  if (typeof acrValues === 'string') return acrValues.split(' ').filter((acr) => acr !== '');
  if (typeof claims !== 'string') return [];
  // oidc-provider has refused what is not JSON.
  const { value, values } = member(member(JSON.parse(claims), 'id_token'), 'acr');
  return [value, ...(Array.isArray(values) ? (values as unknown[]) : [])].filter(
    (acr) => typeof acr === 'string',
  );
}

function member(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return {};
  return ((value as Record<string, unknown>)[name] ?? {}) as Record<string, unknown>;
}
