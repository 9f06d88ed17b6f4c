import { chromium } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { startBank } from '../support/bank-server.js';

it('The IDE runs under its policy, asks no other host, and shows an answer of the API', async () => {
  const bank = await startBank();
  onTestFinished(() => bank.close());
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    // Chromium's own sandbox refuses to run as root.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const foreign: string[] = [];
  const violations: string[] = [];
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== bank.url) foreign.push(origin);
  });
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) violations.push(message.text());
  });
  await page.goto(`${bank.url}/ide`);
  await page
    .getByRole('button', { name: /send request/i })
    .first()
    .click();
  const result = page.locator('.cm-content').filter({ hasText: '"viewer": null' });
  await result.first().waitFor();
  await page.screenshot({ path: 'test-results/ide.png' });
  expect({ foreign, violations }).toEqual({ foreign: [], violations: [] });
});
