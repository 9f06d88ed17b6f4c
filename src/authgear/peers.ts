import { BlockList, isIP } from 'node:net';
import { ConfigurationError } from '../protocol/index.js';
import type { RequestLike } from '../tokens/index.js';

/** Whether a request comes straight from the reverse proxy. */
export type PeerCheck = (request: RequestLike) => boolean;

/** From addresses and networks, or from the caller's own function. */
export function createPeerCheck(trusted: readonly string[] | PeerCheck): PeerCheck {
  if (typeof trusted === 'function') {
    // A promise of a no would count as a yes.
    return (request) => (trusted(request) as unknown) === true;
  }
  const isListed = listNetworks(trusted);
  return (request) => isListed(remoteAddress(request));
}

interface Connected {
  readonly socket?: { readonly remoteAddress?: unknown } | null | undefined;
}

/** The other end of the connection; never what `X-Forwarded-For` says. */
function remoteAddress(request: RequestLike): unknown {
  const { socket } = (request.raw ?? request) as Connected;
  if (socket) return socket.remoteAddress;
  throw new ConfigurationError(
    '"proxy.trusted" must be a function for requests without a socket: a list of addresses is for Node requests',
  );
}

function listNetworks(trusted: unknown): (address: unknown) => boolean {
  const networks = new BlockList();
  const entries: readonly unknown[] = Array.isArray(trusted) ? trusted : [];
  if (entries.length === 0) throw invalidList();
  for (const entry of entries) addNetwork(networks, entry);
  return (address) => {
    if (typeof address !== 'string') return false;
    const family = FAMILIES[isIP(address)];
    // An IPv4 address in IPv6's spelling, as a socket for both shows it, is the same one to a block list.
    return family !== undefined && networks.check(address, family);
  };
}

const NETWORK = /^([\d.]+|[\da-f:]+)(?:\/(\d{1,3}))?$/i;
const FAMILIES: Readonly<Record<number, 'ipv4' | 'ipv6'>> = { 4: 'ipv4', 6: 'ipv6' };

function addNetwork(networks: BlockList, entry: unknown): void {
  const [, address = '', prefix] = (typeof entry === 'string' && NETWORK.exec(entry)) || [];
  const family = FAMILIES[isIP(address)];
  const bits = family === 'ipv4' ? 32 : 128;
  const length = prefix === undefined ? bits : Number(prefix);
  // `/0` is everybody.
  if (family === undefined || length < 1 || length > bits) throw invalidList();
  networks.addSubnet(address, length, family);
}

function invalidList(): ConfigurationError {
  return new ConfigurationError(
    '"proxy.trusted" must be a list of IP addresses and networks, ["127.0.0.1", "10.0.0.0/8"], or a function; none of them everybody',
  );
}
