export { ACR, DEMO_ACCOUNTS, SECOND_FACTOR_CODE } from './accounts.js';
export type { Acr, DemoAccount } from './accounts.js';
export { APP_PATHS, CLIENT_ID, TOKEN_COMMAND_REDIRECT_URI } from './clients.js';
export { createDevelopmentProvider } from './development-provider.js';
export type { DevelopmentProvider, DevelopmentProviderOptions } from './development-provider.js';
export { UnreadableFileError } from './private-file.js';
export { parseSignInAge } from './sign-in-request.js';
