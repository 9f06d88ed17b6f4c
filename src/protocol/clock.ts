/** The time now, in epoch seconds as in a token (RFC 7519 section 2, NumericDate). */
export type Clock = () => number;

/** The machine's wall clock, in whole seconds. */
export const systemClock: Clock = () => Math.floor(Date.now() / 1000);
