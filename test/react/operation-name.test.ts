import { expect, it } from 'vitest';
import { humaniseOperationName } from '../../src/react/operation-name.js';

it.each([
  ['DeleteAccount', 'Delete account'],
  ['deleteAccount', 'Delete account'],
  ['delete_account', 'Delete account'],
  ['DELETE_ACCOUNT', 'DELETE ACCOUNT'],
  ['Transfer', 'Transfer'],
  ['t', 'T'],
  ['ResetMFADevice', 'Reset MFA device'],
  ['URLPreview', 'URL preview'],
  ['RotateAPIKey', 'Rotate API key'],
  ['Enable2FA', 'Enable 2FA'],
  ['MoveToV2Account', 'Move to V2 account'],
  ['VerifyStep2Code', 'Verify step 2 code'],
  ['AddAPerson', 'Add a person'],
  ['__private', 'Private'],
])('%s reads "%s"', (name, expected) => {
  expect(humaniseOperationName(name)).toBe(expected);
});
