import { openSignInChannel } from './sign-in-channel.js';
import type { SignInMessage } from './sign-in-channel.js';

// Only the IDE that started this sign-in can finish it: it alone has the code's verifier.
const channel = openSignInChannel();
channel.onmessage = ({ data }: MessageEvent<SignInMessage>) => {
  if (!('taken' in data) || data.taken !== new URL(location.href).searchParams.get('state')) return;
  const outcome = document.querySelector('#outcome');
  if (outcome) outcome.textContent = 'Done. You may close this window and go back to the IDE.';
  window.close();
};
channel.postMessage({ returnedTo: location.href } satisfies SignInMessage);
