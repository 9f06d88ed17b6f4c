import { NOW, startApolloBank } from './apollo-bank.js';
import type { ApolloBank } from './apollo-bank.js';
import type { ApolloKit } from './apollo-client-kit.js';
import { createApolloUser } from './apollo-user.js';
import type { ApolloUser, ApolloUserOptions } from './apollo-user.js';
import { startScriptedGraphQL } from './scripted-graphql.js';
import type { Script, ScriptedGraphQL } from './scripted-graphql.js';

/** Whoever signed in 15 minutes ago and signs in anew when asked to, at the small bank. */
export async function visitBank(
  kit: ApolloKit,
  options:
    | Partial<ApolloUserOptions>
    | ((bank: ApolloBank, stale: string) => Partial<ApolloUserOptions>) = {},
): Promise<{ bank: ApolloBank; user: ApolloUser; stale: string }> {
  const bank = await startApolloBank();
  const stale = await bank.token(900);
  const user = createApolloUser(kit, {
    uri: bank.url,
    clock: () => NOW,
    idToken: stale,
    signIn: () => bank.token(0),
    ...(typeof options === 'function' ? options(bank, stale) : options),
  });
  return { bank, user, stale };
}

/** The same person at a server that says what it is told to. */
export async function visitScripted(
  kit: ApolloKit,
  script: Script,
  options: Partial<ApolloUserOptions> = {},
): Promise<{ server: ScriptedGraphQL; user: ApolloUser; stale: string; fresh: string }> {
  const server = await startScriptedGraphQL(script);
  const stale = unsignedToken({ auth_time: NOW - 900 });
  const fresh = unsignedToken({ auth_time: NOW });
  const user = createApolloUser(kit, {
    uri: server.url,
    clock: () => NOW,
    idToken: stale,
    signIn: () => Promise.resolve(fresh),
    ...options,
  });
  return { server, user, stale, fresh };
}

/** The client only decodes its tokens. */
export function unsignedToken(claims: object): string {
  const whole = {
    iss: 'https://issuer.test',
    sub: 'test-user',
    iat: NOW,
    exp: NOW + 300,
    ...claims,
  };
  return `e30.${Buffer.from(JSON.stringify(whole)).toString('base64url')}.c2ln`;
}

/** `extensions` of a refusal for want of a recent sign-in, as the server writes them. */
export function reauthExtensions(changes: object = {}): object {
  return {
    code: 'REAUTH_REQUIRED',
    reauth: {
      reason: 'AUTH_TIME_TOO_OLD',
      maxAge: 300,
      authTime: NOW - 900,
      serverTime: NOW,
      canReauthenticate: null,
      remedy: 'REAUTHENTICATE',
      acrValues: [],
      fields: ['Mutation.transfer'],
      executed: false,
      ...changes,
    },
  };
}

/** The answer of a server that ran nothing. */
export function refusal(changes: object = {}): object {
  return {
    errors: [{ message: 'Recent authentication required', extensions: reauthExtensions(changes) }],
  };
}
