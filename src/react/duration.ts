const UNITS = [
  { name: 'day', seconds: 86_400 },
  { name: 'hour', seconds: 3600 },
  { name: 'minute', seconds: 60 },
] as const;

/** Names a span of seconds in English, rounded down: "5 minutes", "90 seconds", "1 hour". */
export function formatDuration(seconds: number): string {
  // From two of a unit on, its remainder no longer matters: "90 minutes", but "2 hours".
  const unit = UNITS.find(
    (unit) => seconds >= 2 * unit.seconds || (seconds > 0 && seconds % unit.seconds === 0),
  );
  const count = Math.floor(seconds / (unit?.seconds ?? 1));
  const name = unit?.name ?? 'second';
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
