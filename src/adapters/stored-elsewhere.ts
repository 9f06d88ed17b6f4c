/**
 * Calls back when another tab took something out of the `localStorage` that they share, or cleared it: a tab hears nothing
 * of what it does itself.
 */
export function onRemovedElsewhere(
  isOurs: (key: string) => boolean,
  listener: () => void,
): () => void {
  const onStorage = ({ key, newValue }: StorageEvent) => {
    if (key === null || (newValue === null && isOurs(key))) listener();
  };
  window.addEventListener('storage', onStorage);
  return () => {
    window.removeEventListener('storage', onStorage);
  };
}
