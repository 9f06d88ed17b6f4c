import type { WebContainerLike } from './web-container.js';

export interface TokenEvents {
  subscribe(listener: () => void): () => void;
  notify(): void;
}

/** The SDK tells one delegate that the session changed: whoever was told before still is. */
export function createTokenEvents(authgear: WebContainerLike): TokenEvents {
  const listeners = new Set<() => void>();
  let listening = false;

  function notify(): void {
    for (const listener of listeners) listener();
  }

  function listen(): void {
    if (listening) return;
    listening = true;
    const { delegate } = authgear;
    authgear.delegate = {
      onSessionStateChange(container, reason) {
        delegate?.onSessionStateChange(container, reason);
        notify();
      },
    };
  }

  return {
    subscribe(listener) {
      listen();
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    notify,
  };
}
