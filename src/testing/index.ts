export { authenticationAt } from './authentication-at.js';
export { manualClock } from './manual-clock.js';
export type { ManualClock } from './manual-clock.js';
export { createTestIssuer } from './test-issuer.js';
export type { TestIssuer, TestIssuerOptions, TestTokenOptions } from './test-issuer.js';
