import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { readConfig } from './config.js';
import { openBank } from './open-bank.js';
import { Page } from './page.js';
import { createSettings } from './settings.js';
import { createWire } from './wire.js';

const bank = openBank({
  config: readConfig(),
  settings: createSettings(),
  wire: createWire(),
});

createRoot(document.querySelector('#root') ?? document.body).render(
  <StrictMode>
    <Page bank={bank} />
  </StrictMode>,
);
