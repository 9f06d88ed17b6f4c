import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { ConfigurationError } from '../protocol/index.js';

/**
 * The port to listen on: the one asked for, if it is free, or any for 0. Asked before anything slow
 * begins, and to know our own address before we listen.
 */
export async function findPort(host: string, port: number): Promise<number> {
  const probe = createServer();
  try {
    probe.listen({ host, port, exclusive: true });
    await once(probe, 'listening');
  } catch (error) {
    throw explainListenError(error, { host, port, variable: 'PORT' });
  }
  const { port: found } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return found;
}

/** One line for what keeps a server from listening; anything else as it was. */
export function explainListenError(
  error: unknown,
  {
    host,
    port,
    variable,
  }: { readonly host: string; readonly port: number; readonly variable: string },
): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return new ConfigurationError(
        `${variable} must be a free port: ${port} is taken; stop what listens there, or set ${variable} to another`,
      );
    case 'EACCES':
      return new ConfigurationError(
        `${variable} must be a port that this user may listen on, and ${port} is not`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConfigurationError(`HOST must be an address of this machine, and ${host} is not`);
    default:
      return error;
  }
}
