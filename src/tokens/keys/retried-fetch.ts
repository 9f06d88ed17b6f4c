/** `fetch`, once more where a kept connection was closed meanwhile: the first who uses it finds it dead. */
export async function retriedFetch(
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit & { readonly signal: AbortSignal },
): Promise<Response> {
  return fetch(url, init).catch((error: unknown) => {
    if (!DEAD_SOCKET.includes(faultCode(error)) || init.signal.aborted) throw error;
    return fetch(url, init);
  });
}

/** Undici's words for a connection that broke before there was an answer. */
const DEAD_SOCKET: readonly unknown[] = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'];

/** Why a `fetch` failed, in a word for logs: the error itself can quote what came. */
export function faultCode(error: unknown): string | undefined {
  const { code } = ((error as Error | undefined)?.cause ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' && /^[A-Z][A-Z\d_]{1,40}$/.test(code) ? code : undefined;
}
