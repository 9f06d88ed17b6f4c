export { loadConfig, readConfig } from './config.js';
export type { ServerOptions } from './config.js';
export { lockDataDir } from './data-dir.js';
export { resetDatabase } from './reset-database.js';
export { startServer } from './start-server.js';
export type { StartOptions } from './start-server.js';
