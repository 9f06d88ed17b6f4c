import { describe } from 'vitest';
import { describeKill } from '../support/kill-suite.js';
import { temporaryFolder } from '../support/temporary.js';

describe('The embedded database', () => {
  describeKill(() => {
    const { path, remove } = temporaryFolder();
    return Promise.resolve({ environment: { DATA_DIR: path }, remove });
  });
});
