import { readConfig } from './config.js';
import { createUserManager } from './session/user-manager.js';

// Hands the provider's answer to the page that opened this window, and closes it.
await createUserManager(readConfig()).signinPopupCallback();
