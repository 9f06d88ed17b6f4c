import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useBank } from '../bank-context.js';
import { ReauthFacts } from './reauth-facts.js';
import { SignInAs } from './sign-in-as.js';
import { Switches } from './switches.js';
import { WireLog } from './wire-log.js';

/** What the header's toggle says that it controls. */
const ID = 'panel';

/** Under the hood: what the reauthenticator does, what goes over the wire, and switches for what is hard to meet otherwise. */
export function Panel(): ReactNode {
  const { settings, config } = useBank();
  const panel = useRef<HTMLElement>(null);
  const title = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    const { top = 0 } = panel.current?.getBoundingClientRect() ?? {};
    // On narrow pages it opens out of sight, and is gone to. Elsewhere the focus stays on the toggle; a reload moves nothing.
    if (top >= window.innerHeight && document.activeElement === findToggle()) {
      panel.current?.scrollIntoView();
      title.current?.focus({ preventScroll: true });
    }
  }, []);

  function close() {
    // Before the button that has the focus is gone.
    findToggle()?.focus();
    settings.set({ ...settings.get(), panelOpen: false });
  }

  return (
    <aside className="panel" id={ID} ref={panel} aria-labelledby={`${ID}-title`}>
      <div className="panel-inner">
        <div className="panel-head">
          <h2 id={`${ID}-title`} ref={title} tabIndex={-1}>
            Under the hood
          </h2>
          <button className="button quiet" onClick={close}>
            Close
          </button>
        </div>
        <ReauthFacts />
        <WireLog />
        <Switches />
        {config.developmentProvider && <SignInAs />}
      </div>
    </aside>
  );
}

function findToggle(): HTMLElement | null {
  return document.querySelector(`[aria-controls="${ID}"]`);
}
