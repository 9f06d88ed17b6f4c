import type { Identity } from './identity.js';
import { SHORT_WINDOW_DIVISOR } from './short-windows.js';

/** What the page has to know of this server. */
interface PageConfig {
  readonly authority: string;
  readonly clientId: string;
  /** Whether there are its switches to throw. */
  readonly developmentProvider: boolean;
  readonly shortWindowDivisor: number;
}

const PLACE = 'data-config=""';

/** Writes the configuration into the place that the built document has for it. */
export function withPageConfig(
  html: string,
  {
    issuer,
    clientId,
    developmentProvider,
  }: Pick<Identity, 'issuer' | 'clientId' | 'developmentProvider'>,
): string {
  if (html.split(PLACE).length !== 2) throw new Error(`The built page must hold ${PLACE} once`);
  const config: PageConfig = {
    authority: issuer,
    clientId,
    developmentProvider: developmentProvider !== undefined,
    shortWindowDivisor: SHORT_WINDOW_DIVISOR,
  };
  return html.replace(PLACE, () => `data-config="${escapeAttribute(JSON.stringify(config))}"`);
}

function escapeAttribute(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
