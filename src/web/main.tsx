import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { readConfig } from './config.js';
import { openBank } from './open-bank.js';
import { Page } from './page.js';
import { blockPopups } from './panel/block-popups.js';
import { createSettings } from './settings.js';
import { createWire } from './wire.js';

const settings = createSettings();
// Also where the panel is closed.
blockPopups(settings);
const bank = openBank({ config: readConfig(), settings, wire: createWire() });

createRoot(document.querySelector('#root') ?? document.body).render(
  <StrictMode>
    <Page bank={bank} />
  </StrictMode>,
);
