import type { DevelopmentProvider } from '../../src/provider/index.js';

export interface TokenAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>> & {
    readonly access_token?: string;
    readonly refresh_token?: string;
    readonly id_token?: string;
  };
}

/** What the development provider's token endpoint answers to this form. */
export async function askTokenEndpoint(
  { issuer }: DevelopmentProvider,
  form: URLSearchParams,
): Promise<TokenAnswer> {
  const response = await fetch(`${issuer}/token`, { method: 'POST', body: form });
  return { status: response.status, body: (await response.json()) as TokenAnswer['body'] };
}
