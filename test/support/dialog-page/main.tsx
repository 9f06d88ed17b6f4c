import { hydrateRoot } from 'react-dom/client';
import { createReauthenticator } from '../../../src/client/index.js';
import type { Reauthenticator } from '../../../src/client/index.js';
import { handDrivenSignIn } from '../hand-driven-sign-in.js';
import type { HandDrivenSignIn } from '../hand-driven-sign-in.js';
import { DialogPage, NOW } from './page.js';

declare global {
  interface Window {
    readonly test: { readonly recentAuth: Reauthenticator; readonly signIn: HandDrivenSignIn };
  }
}

const signIn = handDrivenSignIn();
signIn.signInAt(NOW - 2520);
const recentAuth = createReauthenticator({
  clock: () => NOW,
  adapter: {
    ...signIn.adapter,
    reauthenticate(request) {
      const popup = open('/popup', '', 'popup,width=300,height=300');
      request.signal.addEventListener('abort', () => popup?.close());
      return signIn.adapter.reauthenticate(request);
    },
  },
});
Object.assign(window, { test: { recentAuth, signIn } });

const root = document.querySelector('#root');
if (root) hydrateRoot(root, <DialogPage recentAuth={recentAuth} />);
