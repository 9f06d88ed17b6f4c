import { readConfig } from './config.js';
import { createUserManager } from './oidc-client-ts-session.js';

await createUserManager(readConfig()).signinPopupCallback();
