import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestIssuer } from '../../src/testing/index.js';
import type { TestIssuer } from '../../src/testing/index.js';
import { run } from '../support/packed-project.js';
import { createRecipeProject } from '../support/recipe-project.js';
import type { RecipeProject } from '../support/recipe-project.js';
import { serveRecipe } from '../support/recipe-server.js';

const NEW_MEDIA_TYPE = 'application/graphql-response+json';
const STALE_CHALLENGE = 'Bearer error="insufficient_user_authentication", max_age="300"';
const RENAME_AND_TRANSFER = 'mutation { rename(name: "savings") transfer(amount: 100) }';
const NOW = Math.floor(Date.now() / 1000);

let issuer: TestIssuer;
let project: RecipeProject;
beforeAll(async () => {
  issuer = await createTestIssuer();
  await issuer.listen();
  project = await createRecipeProject(issuer);
});
afterAll(async () => {
  await issuer.close();
});

describe('docs/RECIPES.md', () => {
  it('has TypeScript that compiles', () => {
    expect(project.compile()).toEqual([]);
  });

  it('has one install what it is run with here', () => {
    expect(project.otherPackages).toEqual([]);
  });
});

describe.each([
  { recipe: 'express', exposes: 'WWW-Authenticate' },
  { recipe: 'nest', exposes: 'WWW-Authenticate' },
  { recipe: 'fastify', exposes: 'WWW-Authenticate' },
  { recipe: 'yoga', exposes: 'WWW-Authenticate, Retry-After' },
  { recipe: 'graphql-http', exposes: null },
])('the server of the recipe $recipe', ({ recipe, exposes }) => {
  it('answers every caller as the contract says, and runs nothing that is refused', async () => {
    const send = await serveRecipe(recipe, project.folder);
    const stale = await issuer.token({ auth_time: NOW - 900 });
    const reauthRequired = {
      challenge: STALE_CHALLENGE,
      exposes,
      cache: 'no-store',
      body: { errors: [refusal('REAUTH_REQUIRED', { fields: ['Mutation.transfer'] })] },
    };
    expect(await send(RENAME_AND_TRANSFER, stale)).toEqual({ status: 200, ...reauthRequired });
    expect(await send(RENAME_AND_TRANSFER, stale, NEW_MEDIA_TYPE)).toEqual({
      status: 401,
      ...reauthRequired,
    });
    expect(await send(RENAME_AND_TRANSFER)).toEqual({
      status: 401,
      challenge: 'Bearer',
      exposes,
      cache: 'no-store',
      body: { errors: [unauthenticated('TOKEN_MISSING')] },
    });
    expect(await send(RENAME_AND_TRANSFER, 'not.a.token')).toEqual({
      status: 401,
      challenge: 'Bearer error="invalid_token"',
      exposes,
      cache: 'no-store',
      body: { errors: [unauthenticated('TOKEN_INVALID')] },
    });
    expect(await send('{ name }', stale)).toMatchObject({
      status: 200,
      body: { data: { name: 'current' } },
    });
    expect(await send(RENAME_AND_TRANSFER, await issuer.token())).toMatchObject({
      status: 200,
      challenge: null,
      cache: 'no-store',
      body: { data: { rename: 'savings', transfer: 900 } },
    });
  });
});

describe('the server of the recipe mercurius', () => {
  it('runs nothing that is refused, and says so at status 200', async () => {
    const send = await serveRecipe('mercurius', project.folder);
    const stale = await issuer.token({ auth_time: NOW - 900 });
    expect(await send(RENAME_AND_TRANSFER, stale)).toMatchObject({
      status: 200,
      body: { data: null, errors: [{ extensions: { code: 'REAUTH_REQUIRED' } }] },
    });
    expect(await send('{ name }', stale)).toMatchObject({ body: { data: { name: 'current' } } });
    expect(await send('{ name }', 'not.a.token')).toMatchObject({
      status: 401,
      challenge: 'Bearer error="invalid_token"',
      body: { errors: [unauthenticated('TOKEN_INVALID')] },
    });
    expect(await send(RENAME_AND_TRANSFER, await issuer.token())).toMatchObject({
      body: { data: { rename: 'savings', transfer: 900 } },
    });
  });
});

describe('the other recipes', () => {
  it('have tests of resolvers that pass', async () => {
    const files = ['transfer.test.js', 'token.test.js'].map((name) => join(project.folder, name));
    const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap', ...files]);
    expect(stdout).toMatch(/^# pass 2$/m);
  });

  it.each(['code-first', 'pothos'])('%s guards its field', async (recipe) => {
    const guarded = await project.evaluate(`
      import { recentAuth } from './auth.js';
      import { schema } from './${recipe}.js';
      recentAuth.assertEnforced(schema);
      console.log(JSON.stringify([...recentAuth.requirements(schema).keys()]));
    `);
    expect(guarded).toEqual(['Query.balance']);
  });

  it('amount asks for a newer sign-in only above its amount', async () => {
    const codes = await project.evaluate(`
      import { authenticationAt } from 'graphql-recent-auth/testing';
      import { transfer } from './amount.js';
      const attempt = (amount, age) => {
        try { return transfer(null, { amount }, authenticationAt(age)); }
        catch (error) { return error.extensions.code; }
      };
      console.log(JSON.stringify([attempt(100_000, 61), attempt(100_001, 61), attempt(100_001, 60)]));
    `);
    expect(codes).toEqual([100_000, 'REAUTH_REQUIRED', 100_001]);
  });

  it.each([
    { recipe: 'trial', answer: { data: { transfer: 1 } }, told: ['AUTH_TIME_TOO_OLD'] },
    {
      recipe: 'audit',
      answer: { errors: [{ extensions: { code: 'REAUTH_REQUIRED' } }] },
      told: [],
    },
  ])('the recipe $recipe decides as it says', async ({ recipe, answer, told }) => {
    const result = await project.evaluate(`
      import { buildSchema, graphql } from 'graphql';
      import { authenticationAt } from 'graphql-recent-auth/testing';
      import { recentAuth } from './${recipe}.js';
      const told = [];
      console.warn = ({ reason }) => told.push(reason);
      const schema = recentAuth.transform(buildSchema(recentAuth.typeDefs +
        'type Query { a: Int } type Mutation { transfer: Int @requiresRecentAuth(seconds: 300) }'));
      const source = 'mutation { transfer }';
      const contextValue = authenticationAt(301);
      const answer = await graphql({ schema, source, contextValue, rootValue: { transfer: 1 } });
      console.log(JSON.stringify({ answer, told }));
    `);
    expect(result).toMatchObject({ answer, told });
  });

  it('nest-sockets takes the token from the connection', async () => {
    const token = await issuer.token({ sub: 'alice' });
    const contexts = await project.evaluate(`
      import { context } from './nest-sockets.js';
      const authorization = 'Bearer ${token}';
      const parts = [
        { extra: {}, connectionParams: { authorization } },
        { extra: {} },
        { req: { headers: { authorization } } },
      ];
      const contexts = await Promise.all(parts.map(context));
      console.log(JSON.stringify(contexts.map(({ authentication }) => authentication)));
      process.exit();
    `);
    const alice = { status: 'authenticated', subject: 'alice' };
    expect(contexts).toMatchObject([alice, { status: 'anonymous' }, alice]);
  });
});

function refusal(code: string, reauth: object): unknown {
  return expect.objectContaining({
    extensions: {
      code,
      reauth: expect.objectContaining({ executed: false, ...reauth }) as unknown,
    },
  });
}

function unauthenticated(reason: string): unknown {
  return expect.objectContaining({ extensions: { code: 'UNAUTHENTICATED', reason } });
}
