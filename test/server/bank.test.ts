import { describe } from 'vitest';
import { describeBank } from '../support/bank-suite.js';
import { startBank } from '../support/bank-server.js';

describe('The bank on the embedded database', () => {
  describeBank(() => startBank());
});
