// @vitest-environment happy-dom
import { cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/react';
import fastify from 'fastify';
import { pino } from 'pino';
import type { DetachedWindowAPI } from 'happy-dom';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serveProviderSwitch } from '../../src/server/provider-switch.js';
import { ProviderSwitch } from '../../src/web/panel/provider-switch.js';

// A second is not enough for a request on a busy machine.
configure({ asyncUtilTimeout: 30_000 });

/** The server's side of the switch, on the origin that the page is on. */
async function visit({ available = true, broken = false } = {}) {
  const provider = {
    isAvailable: () => available,
    setAvailable: (given: boolean) => {
      available = given;
    },
  };
  const app = fastify();
  app.addHook('onRequest', (_request, reply, next) => {
    if (broken) void reply.code(500).send({ available: !available });
    else next();
  });
  const ownOrigins: string[] = [];
  await serveProviderSwitch(app, { provider, ownOrigins, log: pino({ level: 'silent' }) });
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  ownOrigins.push(origin);
  onTestFinished(async () => {
    cleanup();
    await app.close();
  });
  const { happyDOM } = window as unknown as { readonly happyDOM: DetachedWindowAPI };
  happyDOM.setURL(`${origin}/`);
  render(<ProviderSwitch />);
  const fail = () => {
    broken = true;
  };
  return { provider, fail };
}

const input = () => screen.getByRole<HTMLInputElement>('switch', { name: 'The provider is down' });
const problem = () => screen.getByRole('alert').textContent;
const shows = (state: { readonly checked: boolean; readonly disabled: boolean }) =>
  waitFor(() => {
    const { checked, disabled } = input();
    expect({ checked, disabled }).toEqual(state);
  });

describe('the switch of the provider', () => {
  it.each([
    { available: true, checked: false },
    { available: false, checked: true },
  ])('shows what the server says: available $available', async ({ available, checked }) => {
    await visit({ available });
    expect([input().checked, input().disabled]).toEqual([false, true]);
    await shows({ checked, disabled: false });
    expect(problem()).toBe('');
  });

  it('takes the provider down and up again', async () => {
    const { provider } = await visit();
    await shows({ checked: false, disabled: false });
    fireEvent.click(input());
    await shows({ checked: true, disabled: false });
    expect(provider.isAvailable()).toBe(false);
    fireEvent.click(input());
    await shows({ checked: false, disabled: false });
    expect(provider.isAvailable()).toBe(true);
  });

  it('agrees with another tab when somebody comes back to this one', async () => {
    const { provider } = await visit();
    await shows({ checked: false, disabled: false });
    provider.setAvailable(false);
    fireEvent.focus(window);
    await shows({ checked: true, disabled: false });
  });

  it('stays where it is, and says so, where the bank fails', async () => {
    const { fail } = await visit();
    await shows({ checked: false, disabled: false });
    fail();
    fireEvent.click(input());
    await screen.findByText('The bank did not do it: the switch is where it was.');
    await shows({ checked: false, disabled: false });
  });

  it('cannot be thrown before the bank has said where it is', async () => {
    await visit({ broken: true });
    await screen.findByText('The bank does not say whether the provider is down.');
    await shows({ checked: false, disabled: true });
  });
});
