import { StrictMode } from 'react';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { readConfig } from './config.js';
import { FailureBoundary, LoadFailure } from './failure-boundary.js';
import { openBank } from './open-bank.js';
import type { Bank } from './open-bank.js';
import { Page } from './page.js';
import { blockPopups } from './panel/block-popups.js';
import { createSettings } from './settings.js';
import { createWire } from './wire.js';

const root = createRoot(document.querySelector('#root') ?? document.body);

try {
  show(<Page bank={await open()} />);
} catch (error) {
  reportError(error);
  show(<LoadFailure />);
}

function open(): Promise<Bank> {
  const settings = createSettings();
  // Also where the panel is closed.
  blockPopups(settings);
  return openBank({ config: readConfig(), settings, wire: createWire() });
}

function show(page: ReactNode): void {
  root.render(
    <StrictMode>
      <FailureBoundary>{page}</FailureBoundary>
    </StrictMode>,
  );
}
