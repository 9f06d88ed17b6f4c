const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Absolute, without user name; https, or http where nothing leaves the machine. */
export function isTrustworthyUrl(
  text: string,
  { http = true }: { readonly http?: boolean } = {},
): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (http && isLoopbackHttp(url));
}

/** Whether this is plain http to the machine itself, as a development issuer is. */
export function isLoopbackHttp(url: URL): boolean {
  return url.protocol === 'http:' && LOOPBACK.test(url.hostname);
}
