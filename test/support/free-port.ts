import { findPort } from '../../src/server/free-port.js';

/** For a server whose address another must know before it starts; it is found as the server would find it. */
export function freePort(): Promise<number> {
  return findPort('127.0.0.1', 0);
}
