import { createRoot } from 'react-dom/client';
import { readConfig } from '../config.js';
import { createStore } from '../store.js';
import { Bar } from './bar.js';
import { findAltair } from './find-altair.js';
import { keepFromStorage } from './keep-from-storage.js';
import { showInAltair } from './show-in-altair.js';
import { createSignIn } from './sign-in.js';
import { createTokenStore } from './token-store.js';

const config = readConfig();
const token = createTokenStore();
const secrets = new Set<string>();
keepFromStorage(secrets);
remember();
token.subscribe(remember);

function remember(): void {
  const value = token.get();
  if (value !== undefined) secrets.add(value);
}

const signIn = createSignIn(config, token.set);
const connected = createStore(true);
void findAltair().then((altair) => {
  if (altair) showInAltair(altair, token);
  connected.set(altair !== undefined);
});

createRoot(document.querySelector('#ide-bar') ?? document.body).render(
  <Bar
    token={token}
    signIn={signIn}
    developmentProvider={config.developmentProvider}
    connected={connected}
  />,
);
