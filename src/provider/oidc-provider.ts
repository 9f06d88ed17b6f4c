import type * as OidcProvider from 'oidc-provider';

/** The parts of oidc-provider that we use. */
export interface OidcProviderModule {
  readonly Provider: typeof OidcProvider.default;
  readonly errors: typeof OidcProvider.errors;
  readonly interactionPolicy: typeof OidcProvider.interactionPolicy;
}

/**
 * Loads oidc-provider by its parts: its main module prints a warning below Node 22, and we test it
 * on Node 20. Loaded when a provider is made, since a program that only reads our constants, such
 * as the token command, should not wait for it.
 */
export async function loadOidcProvider(): Promise<OidcProviderModule> {
  const [{ Provider }, errors, interactionPolicy] = await Promise.all([
    part<Pick<OidcProviderModule, 'Provider'>>('provider.js'),
    part<OidcProviderModule['errors']>('helpers/errors.js'),
    part<OidcProviderModule['interactionPolicy']>('helpers/interaction_policy/index.js'),
  ]);
  return { Provider, errors, interactionPolicy };
}

async function part<T>(path: string): Promise<T> {
  return (await import(`oidc-provider/lib/${path}`)) as T;
}
