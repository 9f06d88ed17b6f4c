import { expect, it } from 'vitest';
import { NOW, startApolloBank } from '../support/apollo-bank.js';
import { createTokenUser } from '../support/token-user.js';

it('a token that changes while the prompt is being loaded is noticed', async () => {
  const bank = await startApolloBank();
  const [before, after] = [await bank.token(900), await bank.token(10)];
  const source = { clock: () => NOW, token: (age: number) => bank.token(age) };
  const { recentAuth, hold } = createTokenUser(source, before);
  const noticed = new Promise<void>((resolve) => {
    recentAuth.subscribe(() => {
      if (recentAuth.getState().authTime === NOW - 10) resolve();
    });
  });
  hold(after);
  await noticed;
  expect(recentAuth.isFresh({ maxAge: 10 })).toBe(true);
});
