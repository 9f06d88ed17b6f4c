import type { Auth0Client } from '@auth0/auth0-spa-js';
import type { WebContainer } from '@authgear/web';
import type { UserManager } from 'oidc-client-ts';
import { expectTypeOf, it } from 'vitest';
import type { createAuth0Adapter } from '../../src/adapters/auth0-spa-js/index.js';
import type { createAuthgearAdapter } from '../../src/adapters/authgear/index.js';
import type { createOidcClientTsAdapter } from '../../src/adapters/oidc-client-ts/index.js';

type Options<F extends (options: never) => unknown> = Parameters<F>[0];

it("takes each SDK's own class", () => {
  expectTypeOf<UserManager>().toExtend<Options<typeof createOidcClientTsAdapter>['userManager']>();
  expectTypeOf<Auth0Client>().toExtend<Options<typeof createAuth0Adapter>['auth0']>();
  expectTypeOf<WebContainer>().toExtend<Options<typeof createAuthgearAdapter>['authgear']>();
});

it('takes nothing else', () => {
  expectTypeOf<Auth0Client>().not.toExtend<
    Options<typeof createOidcClientTsAdapter>['userManager']
  >();
  expectTypeOf<UserManager>().not.toExtend<Options<typeof createAuth0Adapter>['auth0']>();
});
