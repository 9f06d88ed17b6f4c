import type { Client, FormattedExecutionResult, Sink, SubscribePayload } from 'graphql-ws';

/** One call of `subscribe`, on whichever socket it is at the moment. */
export interface Operation {
  /** It has no side effects: it may be sent again where it was interrupted. */
  readonly isRepeatable: boolean;
  /** Starts on this client and leaves the one before, whose last words are not heard. */
  runOn(client: Client): void;
  readonly complete: () => void;
  readonly fail: (error: unknown) => void;
}

export interface OperationSettings {
  readonly isRepeatable: boolean;
  readonly onEnd: () => void;
}

export function createOperation<Data, Extensions>(
  payload: SubscribePayload,
  sink: Sink<FormattedExecutionResult<Data, Extensions>>,
  { isRepeatable, onEnd }: OperationSettings,
): Operation {
  let isOver = false;
  let leave = (): void => undefined;

  return {
    isRepeatable,
    runOn(client) {
      leave();
      let isHeard = true;
      const unsubscribe = client.subscribe<Data, Extensions>(payload, {
        next(result) {
          if (isHeard) sink.next(result);
        },
        error(error) {
          if (isHeard) fail(error);
        },
        complete() {
          if (isHeard) complete();
        },
      });
      leave = () => {
        isHeard = false;
        unsubscribe();
      };
    },
    complete,
    fail,
  };

  function complete(): void {
    if (end()) sink.complete();
  }

  function fail(error: unknown): void {
    if (end()) sink.error(error);
  }

  function end(): boolean {
    if (isOver) return false;
    isOver = true;
    leave();
    onEnd();
    return true;
  }
}
