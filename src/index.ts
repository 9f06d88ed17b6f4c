export * from './protocol/index.js';
export * from './directive/index.js';
