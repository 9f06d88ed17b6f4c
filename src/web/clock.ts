/** The time now, in epoch seconds. */
export function clock(): number {
  return Math.floor(Date.now() / 1000);
}
