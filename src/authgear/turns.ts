/**
 * Callers who ask while an answer is under way share the one after it: none gets an answer that was
 * asked for before they came, however slow it is. A failure is shared by all of them.
 */
export type Turns<T> = (key: string, run: () => Promise<T>) => Promise<T>;

interface Turn<T> {
  readonly current: Promise<T>;
  next?: Promise<T>;
}

export function createTurns<T>(): Turns<T> {
  const turns = new Map<string, Turn<T>>();
  return (key, run) => {
    const turn = turns.get(key);
    if (!turn) return begin(key, run);
    turn.next ??= turn.current.then(() => begin(key, run));
    return turn.next;
  };

  function begin(key: string, run: () => Promise<T>): Promise<T> {
    const turn: Turn<T> = { current: run() };
    turns.set(key, turn);
    turn.current.then(
      () => {
        // Else the next turn takes the place.
        if (!turn.next) turns.delete(key);
      },
      () => turns.delete(key),
    );
    return turn.current;
  }
}
