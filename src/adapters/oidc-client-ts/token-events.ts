import { onRemovedElsewhere } from '../stored-elsewhere.js';
import type { UserManagerLike } from './user-manager.js';

/** Renewed, signed out, and what the SDK does not tell: another tab did so in a `localStorage` that they share. */
export function createTokenEvents({ events, settings }: UserManagerLike) {
  const key = keyOf(settings);
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

/** Signed out, here or in another tab. */
export function createSignOutEvents({ events, settings }: UserManagerLike) {
  const key = keyOf(settings);
  return (listener: () => void): (() => void) => {
    const removers = [
      events.addUserUnloaded(listener),
      onRemovedElsewhere((removed) => removed.endsWith(key), listener),
    ];
    return () => {
      for (const remove of removers) remove();
    };
  };
}

/** The end of the name under which the SDK stores the user; an application may put something before it. */
function keyOf({ authority, client_id: clientId }: UserManagerLike['settings']): string {
  return `user:${authority}:${clientId}`;
}
