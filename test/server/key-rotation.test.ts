import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/protocol/index.js';
import { startBank } from '../support/bank-server.js';
import { createVisitor, setClock, NOW, startProvider } from '../support/development-provider.js';
import type { Tokens } from '../support/development-provider.js';

it('a provider rotates its keys: a new sign-in is in at once, an old one for as long as its key is kept', async () => {
  const provider = await startProvider();
  const bank = await startBank({
    identity: { issuer: provider.issuer, audience: [provider.clientId] },
    clock: systemClock,
  });
  onTestFinished(() => bank.close());
  const visitor = createVisitor(provider);
  const outcomeOf = async ({ idToken }: Tokens) => {
    const { errors } = await bank.as(idToken).ask('{ viewer { id } }');
    return errors?.[0]?.extensions['reason'] ?? 'welcome';
  };

  const first = await visitor.signIn();
  expect(await outcomeOf(first)).toBe('welcome');

  await provider.rotateKeys();
  setClock(NOW + 1);
  const second = await visitor.signIn({ prompt: 'login', login_hint: 'alice' });
  expect(second.kid).not.toBe(first.kid);
  expect([await outcomeOf(second), await outcomeOf(first)]).toEqual(['welcome', 'welcome']);

  await provider.rotateKeys({ keepOld: false });
  setClock(NOW + 2);
  const third = await visitor.signIn({ prompt: 'login', login_hint: 'alice' });
  expect(await outcomeOf(third)).toBe('welcome');
  expect([await outcomeOf(first), await outcomeOf(second)]).toEqual([
    ...['TOKEN_INVALID', 'TOKEN_INVALID'],
  ]);
});
