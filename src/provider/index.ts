export { API_AUDIENCE } from './access-tokens.js';
export { ACR, DEMO_ACCOUNTS, SECOND_FACTOR_CODE } from './accounts.js';
export type { DemoAccount } from './accounts.js';
export { CLIENT_ID, SECOND_CLIENT_ID, TOKEN_COMMAND_REDIRECT_URI } from './clients.js';
export { createDevelopmentProvider } from './development-provider.js';
export type { DevelopmentProvider, DevelopmentProviderOptions } from './development-provider.js';
export { UnreadableFileError } from './private-file.js';
export { parseSignInAge } from './sign-in-request.js';
