import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestIssuer } from '../../src/testing/index.js';
import type { TestIssuer } from '../../src/testing/index.js';
import { createRecipeProject } from '../support/recipe-project.js';
import type { RecipeProject } from '../support/recipe-project.js';
import { startProgram } from '../support/snippet-server.js';

let issuer: TestIssuer;
let project: RecipeProject;
beforeAll(async () => {
  issuer = await createTestIssuer();
  await issuer.listen();
  project = await createRecipeProject(issuer, 'docs/LOGOUT.md');
});
afterAll(() => issuer.close());

it('docs/LOGOUT.md has TypeScript that compiles', () => {
  expect(project.compile()).toEqual([]);
});

it.each(['node', 'express', 'fastify', 'yoga'])(
  'the server %s of docs/LOGOUT.md takes a logout token once, and nothing else',
  async (server) => {
    const address = await startProgram(`logout-${server}.js`, project.folder);
    const post = async (token: string, method = 'POST') => {
      const body = new URLSearchParams({ logout_token: token });
      const response = await fetch(`${address}/backchannel-logout`, {
        method,
        ...(method === 'POST' && { body }),
      });
      return {
        status: response.status,
        cache: response.headers.get('cache-control'),
        body: await response.text(),
      };
    };
    const now = Math.floor(Date.now() / 1000);
    const token = await issuer.token(
      {
        ...{ auth_time: undefined, exp: now + 120, jti: `logout-${server}` },
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      },
      { header: { typ: 'logout+jwt' } },
    );
    const refused = (description: string) => ({
      ...{ status: 400, cache: 'no-store' },
      body: JSON.stringify({ error: 'invalid_request', error_description: description }),
    });
    expect(await post(token)).toEqual({ status: 200, cache: 'no-store', body: '' });
    expect(await post(token)).toEqual(refused('The logout token was received before'));
    expect(await post(await issuer.token())).toEqual(refused('The logout token is not accepted'));
    expect(await post('x'.repeat(66_000))).toEqual(refused('The request is too long'));
    expect(await post('', 'GET')).toMatchObject({ status: 405, cache: 'no-store' });
  },
);
