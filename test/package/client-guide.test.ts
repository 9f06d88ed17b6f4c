import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { transpileBlocks } from '../support/code-blocks.js';
import { consumerFolder, evaluate } from '../support/consumers.js';
import { readPages } from '../support/pages.js';

/** What of docs/CLIENT.md runs without a browser, does: each program has to end by itself. */
let folder: string;
beforeAll(async () => {
  const guide = (await readPages()).find(({ page }) => page === 'docs/CLIENT.md');
  folder = join(await consumerFolder('everything'), 'guide');
  await transpileBlocks(guide?.blocks ?? [], folder);
});

it('renders on a server, with the OpenID library and Apollo Client of the README', async () => {
  const html = await evaluate(
    folder,
    `import { createElement } from 'react';
    import { renderToString } from 'react-dom/server';
    import { Providers } from './providers.js';
    import { TransferButton } from './transfer-button.js';
    const app = createElement(Providers, null, createElement(TransferButton));
    console.log(JSON.stringify(renderToString(app)));`,
  );
  expect(html).toMatch(/^<button>Transfer…<\/button><dialog [^>]*><\/dialog>$/);
});

it('is a user in tests, who signs in', async () => {
  const fresh = await evaluate(
    folder,
    `import { recentAuth } from './user.js';
    console.log(JSON.stringify(recentAuth.isFresh({ maxAge: 60 })));`,
  );
  expect(fresh).toBe(true);
});

it('asks natively, for what waits', async () => {
  const questions = await evaluate(
    folder,
    `import { createTestIssuer } from 'graphql-recent-auth/testing';
    import { createNativeRecentAuth } from './native.js';
    const issuer = await createTestIssuer();
    let token = await issuer.token({ auth_time: Math.floor(Date.now() / 1000) - 900 });
    const sdk = { idToken: async () => token, reauthenticate: async () => { token = await issuer.token(); } };
    const questions = [];
    const ask = async (question) => questions.push(question) > 1;
    const recentAuth = createNativeRecentAuth(sdk, ask);
    const demand = { maxAge: 300, description: 'Transfer money' };
    const refused = await recentAuth.ensure(demand).catch(({ code }) => code);
    await recentAuth.ensure(demand);
    console.log(JSON.stringify({ questions, refused }));`,
  );
  const question = "Confirm it's you: Transfer money";
  expect(questions).toEqual({ questions: [question, question], refused: 'REAUTH_CANCELLED' });
});

it('says what became of an operation', async () => {
  const sentences = await evaluate(
    folder,
    `import { ReauthCancelledError, ReauthUserMismatchError } from 'graphql-recent-auth/client';
    import { say } from './say.js';
    const answer = (code) => ({ errors: [{ message: '', extensions: { code } }] });
    const errors = [new ReauthUserMismatchError(''), { networkError: new ReauthCancelledError('user') },
      answer('REAUTH_IMPOSSIBLE'), answer('REAUTH_REQUIRED'), new Error('offline')];
    console.log(JSON.stringify(errors.map(say)));`,
  );
  expect(sentences).toEqual([
    'That was somebody else. Nothing was changed.',
    'Cancelled. Nothing was changed.',
    'Your account cannot confirm a sign-in here.',
    'Please sign in again first.',
    'Something went wrong.',
  ]);
});
