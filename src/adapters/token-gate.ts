import { decodeIdToken, isSameUser } from '../client/index.js';

/** Keeps the token of somebody who signed in by mistake from being sent before the sign-in is checked. */
export interface TokenGate {
  getIdToken(): Promise<string | undefined>;
  /** While this is under way, any other user's token than `held`'s waits for its end. */
  during<T>(held: string | undefined, signIn: Promise<T>): Promise<T>;
}

export function createTokenGate(read: () => Promise<string | undefined>): TokenGate {
  const signIns = new Map<Promise<unknown>, string | undefined>();

  async function getIdToken(): Promise<string | undefined> {
    const token = await read();
    if (token === undefined) return undefined;
    const doubtful = [...signIns].filter(
      ([, held]) => !isSameUser(decodeIdToken(held), decodeIdToken(token)),
    );
    if (doubtful.length === 0) return token;
    await Promise.allSettled(doubtful.map(([signIn]) => signIn));
    return getIdToken();
  }

  return {
    getIdToken,
    async during(held, signIn) {
      signIns.set(signIn, held);
      try {
        return await signIn;
      } finally {
        signIns.delete(signIn);
      }
    },
  };
}
