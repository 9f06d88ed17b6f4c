interface SignInWindow {
  readonly show: (url: string) => void;
  readonly close: () => void;
  /** Called once, also when a provider has cut the window off: it then only looks closed. */
  readonly onClose: (listener: () => void) => void;
}

/** Milliseconds. */
const LOOK_EVERY = 500;

/** `undefined` where the browser blocks it. One that is open already is used again. */
export function openSignInWindow(): SignInWindow | undefined {
  const opened = window.open('', 'graphql-recent-auth-ide', placeInTheMiddle(480, 760));
  if (!opened) return undefined;
  return {
    show(url) {
      opened.location.replace(url);
      opened.focus();
    },
    close() {
      opened.close();
    },
    onClose(listener) {
      const timer = setInterval(() => {
        if (!opened.closed) return;
        clearInterval(timer);
        listener();
      }, LOOK_EVERY);
    },
  };
}

function placeInTheMiddle(width: number, height: number): string {
  const left = Math.round(screenX + (outerWidth - width) / 2);
  const top = Math.round(screenY + (outerHeight - height) / 2);
  return `popup,width=${width},height=${height},left=${left},top=${top}`;
}
