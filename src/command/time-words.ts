/** What `Date` can say, in seconds. */
const LATEST = 8.64e12;

/** Such as `2026-11-20T10:00:00Z, 900 seconds ago`. */
export function tellTime(time: number, now: number): string {
  return `${toDate(time)}, ${tellDistance(time, now)}`;
}

export function tellDistance(time: number, now: number): string {
  const seconds = Math.floor(Math.abs(now - time));
  const words = `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
  return time > now ? `in ${words}` : `${words} ago`;
}

function toDate(time: number): string {
  if (time > LATEST) return 'a time beyond all calendars';
  return new Date(Math.floor(time) * 1000).toISOString().replace('.000Z', 'Z');
}
