export type { DocumentFile, PluginInfo, PluginOutput } from './code-generator.js';
export { recentAuthMeta } from './meta.js';
export type { RecentAuthMeta } from './meta.js';
export type { RecentAuthCodegenConfig } from './options.js';
export { plugin, validate } from './plugin.js';
