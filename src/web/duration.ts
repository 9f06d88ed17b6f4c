/** Such as `0:46` or `14:05`. @param seconds whole ones, 0 or more */
export function formatCountdown(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), Math.floor(seconds % 60)];
  return `${minutes}:${String(rest).padStart(2, '0')}`;
}

/** Such as `30 seconds` or `5 minutes`. */
export function formatWindow(seconds: number): string {
  if (seconds < 60) return count(seconds, 'second');
  return count(Math.round((seconds / 60) * 10) / 10, 'minute');
}

/** Such as `14 seconds`, `3 minutes` or `2 hours`. @param seconds whole ones, 0 or more */
export function formatAge(seconds: number): string {
  if (seconds < 60) return count(seconds, 'second');
  if (seconds < 3600) return count(Math.floor(seconds / 60), 'minute');
  return count(Math.floor(seconds / 3600), 'hour');
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}
