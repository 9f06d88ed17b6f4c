/** What the server writes into the document. */
export interface PageConfig {
  /** The OpenID provider's issuer. */
  readonly authority: string;
  readonly clientId: string;
  /** The provider is the bank's own, for development: it has accounts for everyone and switches of its own. */
  readonly developmentProvider: boolean;
  /** How many times shorter the windows of `/graphql/short` are. */
  readonly shortWindowDivisor: number;
}

export function readConfig(): PageConfig {
  return JSON.parse(document.documentElement.dataset['config'] ?? '') as PageConfig;
}
