export { loadConfig, readConfig } from './config.js';
export type { DevelopmentIdentity, ExternalIdentity, LogOptions, ServerOptions } from './config.js';
export { lockDataDir } from './data-dir.js';
export type { DataDir } from './data-dir.js';
export { createLogger } from './log.js';
export { startServer } from './start-server.js';
export type { RunningServer, StartOptions } from './start-server.js';
export { resetDatabase } from './reset-database.js';
