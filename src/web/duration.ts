/** Such as `0:46` or `14:05`. @param seconds whole ones, 0 or more */
export function formatCountdown(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), Math.floor(seconds % 60)];
  return `${minutes}:${String(rest).padStart(2, '0')}`;
}

/** Such as `30 seconds` or `5 minutes`. */
export function formatWindow(seconds: number): string {
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.round((seconds / 60) * 10) / 10;
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}
