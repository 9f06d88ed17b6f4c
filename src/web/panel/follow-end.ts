import { useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';

interface FollowEnd {
  readonly ref: RefObject<HTMLDivElement | null>;
  /** For whatever moves the end out of sight or back: scrolling, opening a line. */
  readonly onMove: () => void;
}

/** Pixels; zoomed pages end in fractions of one. */
const NEAR = 24;

/** Keeps the end of a list in sight as it grows, unless somebody is looking at, or operating, something further up. */
export function useFollowEnd(list: readonly unknown[]): FollowEnd {
  const ref = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);

  useLayoutEffect(() => {
    const box = ref.current;
    if (!box || !atEnd.current) return;
    const inUse = box !== document.activeElement && box.contains(document.activeElement);
    if (!inUse) box.scrollTop = box.scrollHeight;
  }, [list]);

  return {
    ref,
    onMove() {
      const box = ref.current;
      if (box) atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    },
  };
}
