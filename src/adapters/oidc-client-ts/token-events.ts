import type { UserManagerLike } from './user-manager.js';

/** Renewed, signed out, and what the SDK does not tell: another tab did so in a `localStorage` that they share. */
export function createTokenEvents({ events, settings }: UserManagerLike) {
  const key = `user:${settings.authority}:${settings.client_id}`;
  return (listener: () => void): (() => void) => {
    const onStorage = (event: StorageEvent) => {
      // `null`: everything was cleared.
      if (event.key === null || event.key.endsWith(key)) listener();
    };
    const removers = [
      events.addUserLoaded(listener),
      events.addUserUnloaded(listener),
      () => {
        window.removeEventListener('storage', onStorage);
      },
    ];
    window.addEventListener('storage', onStorage);
    return () => {
      for (const remove of removers) remove();
    };
  };
}
