import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, openPage, serveApplication } from '../support/chromium.js';
import { openDemo } from '../support/demo.js';
import type { Demo } from '../support/demo.js';
import { runDemo } from '../support/demo-run.js';

let browser: Browser;
let demo: Demo;
beforeAll(async () => {
  [browser, demo] = await Promise.all([launchChromium(), openDemo()]);
});
afterAll(() => Promise.all([browser.close(), demo.close()]));

it.each([
  { path: '/', coop: 'same-origin-allow-popups' },
  { path: '/callback', coop: 'same-origin-allow-popups' },
  { path: '/popup.html', coop: 'unsafe-none' },
])('$path says to Chromium what it may do', async ({ path, coop }) => {
  const { page } = await openPage(browser);
  const response = await page.goto(demo.origin + path, { waitUntil: 'commit' });
  const headers = await response?.allHeaders();
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'content-type': 'text/html; charset=utf-8',
    'cross-origin-opener-policy': coop,
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'SAMEORIGIN',
  });
  expect(headers?.['content-security-policy']?.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${demo.bank.provider}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]);
});

it('A first visit loads every file once, and asks the provider for nothing', async () => {
  const { page, urls, foreign, complaints } = await runDemo(browser, demo);
  await page.getByRole('button', { name: 'Sign in now' }).waitFor();
  const seen = urls.length;
  await page.reload({ waitUntil: 'networkidle' });
  const loaded = urls.slice(seen);
  expect(new Set(loaded).size).toBe(loaded.length);
  expect(loaded.filter((url) => !url.startsWith(`${demo.origin}/`))).toEqual([]);
  expect({ foreign, complaints }).toEqual({ foreign: [], complaints: [] });
});

interface Attack {
  readonly what: string;
  /** What forbids it; where that is not given by itself, `default-src` stands for it. */
  readonly directive: string;
  readonly attempt: (page: Page) => Promise<unknown>;
}

describe('Whoever gets a word in on the page', () => {
  it.each<Attack>([
    {
      what: 'write a script into it',
      directive: 'require-trusted-types-for',
      attempt: (page) =>
        page.evaluate(() => {
          const text = document.createTextNode('document.title = "taken over"');
          document.body.appendChild(document.createElement('script')).append(text);
        }),
    },
    {
      what: 'make markup of text',
      directive: 'require-trusted-types-for',
      attempt: (page) =>
        page.evaluate(() => {
          document.body.innerHTML = '<h1>taken over</h1>';
        }),
    },
    {
      what: 'write a style into it',
      directive: 'style-src-attr',
      attempt: (page) =>
        page.evaluate(() => {
          document.body.setAttribute('style', 'display: none');
        }),
    },
    {
      what: 'send something elsewhere',
      directive: 'connect-src',
      attempt: (page) => page.evaluate(() => fetch('https://elsewhere.example')),
    },
    {
      what: 'load a picture from elsewhere',
      directive: 'img-src',
      attempt: (page) =>
        page.evaluate(() => {
          document.body.append(
            Object.assign(new Image(), { src: 'https://elsewhere.example/p.png' }),
          );
        }),
    },
    {
      what: 'submit a form',
      directive: 'form-action',
      attempt: (page) =>
        page.evaluate(() => {
          const form = document.createElement('form');
          form.action = 'https://elsewhere.example';
          document.body.append(form);
          form.submit();
        }),
    },
    {
      what: 'put a frame into it',
      directive: 'frame-src',
      attempt: (page) =>
        page.evaluate(() => {
          const frame = document.createElement('iframe');
          frame.src = '/popup.html';
          document.body.append(frame);
        }),
    },
  ])('cannot $what', async ({ directive, attempt }) => {
    const { page, foreign } = await runDemo(browser, demo);
    await page.getByRole('button', { name: 'Sign in now' }).waitFor();
    const violation = page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
            resolve(effectiveDirective);
          });
        }),
    );
    await attempt(page).catch(() => 'It throws, too.');
    expect(await violation).toBe(directive);
    expect(await page.title()).not.toBe('taken over');
    expect(foreign).toEqual([]);
  });
});

it('No page of another site may show it in a frame', async () => {
  const { page, complaints } = await openPage(browser);
  await page.goto(await serveApplication(`<iframe src="${demo.origin}/"></iframe>`));
  await expect.poll(() => complaints.join()).toContain("frame-ancestors 'none'");
  const [, frame] = page.frames();
  expect(await frame?.locator('#root').count()).toBe(0);
});
