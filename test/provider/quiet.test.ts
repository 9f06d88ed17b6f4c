import { expect, it, onTestFinished, vi } from 'vitest';
import { createVisitor, startProvider } from '../support/development-provider.js';

// In a file of its own: oidc-provider speaks while it is loaded, which is once.
it('the provider prints nothing, neither as it is loaded nor as it works', async () => {
  const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(() => undefined),
  );
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  await createVisitor(await startProvider()).signIn();
  expect(spies.flatMap(({ mock }) => mock.calls)).toEqual([]);
});
