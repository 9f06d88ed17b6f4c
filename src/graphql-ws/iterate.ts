import type { Client, FormattedExecutionResult, SubscribePayload } from 'graphql-ws';

/** `iterate` of a graphql-ws client, by its `subscribe`. Leaving the loop unsubscribes. */
export function iterateWith(subscribe: Client['subscribe']): Client['iterate'] {
  return function iterate<Data, Extensions>(payload: SubscribePayload) {
    const results: FormattedExecutionResult<Data, Extensions>[] = [];
    let end: { readonly error?: unknown } | undefined;
    let wake = (): void => undefined;
    const unsubscribe = subscribe<Data, Extensions>(payload, {
      next(result) {
        results.push(result);
        wake();
      },
      error(error) {
        end = { error };
        wake();
      },
      complete() {
        end = {};
        wake();
      },
    });
    const reader = read();

    // A generator alone would not be left before what it waits for has come.
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      next: () => reader.next(),
      return() {
        leave();
        return reader.return(undefined);
      },
      throw(error: unknown) {
        leave();
        return reader.throw(error);
      },
    };

    async function* read(): AsyncGenerator<FormattedExecutionResult<Data, Extensions>, undefined> {
      for (;;) {
        const result = results.shift();
        if (result) yield result;
        else if (!end) await new Promise<void>((resolve) => (wake = resolve));
        else if ('error' in end) throw end.error;
        else return undefined;
      }
    }

    function leave(): void {
      results.length = 0;
      unsubscribe();
    }
  };
}
