import { DateTimeResolver, SafeIntResolver } from 'graphql-scalars';
import { accountsOf, closeAccount, renameAccount } from './bank/accounts.js';
import { securityEventsOf } from './bank/security-events.js';
import { transfer, transfersOf } from './bank/transfers.js';
import { changeEmail, findOrCreateUser, recoveryCodesOf } from './bank/users.js';
import type { OpeningAccount, User } from './bank/users.js';
import { requireUser, signedInUser } from './context.js';
import type { BankContext } from './context.js';
import type { VerifiedAuthentication } from '../protocol/index.js';
import type { Database } from './database/database.js';
import type { Resolvers } from './__generated__/schema.js';
import type { SecurityLog } from './security-log.js';

export interface ResolverOptions {
  readonly database: Database;
  readonly securityLog: Pick<SecurityLog, 'flush'>;
  /** What somebody new finds at first sight. */
  readonly openingAccounts: readonly OpeningAccount[];
}

/** The bank's schema on the bank's code: each resolver is one call. */
export function createResolvers(options: ResolverOptions): Resolvers {
  const { database, securityLog, openingAccounts } = options;

  function findUser(authentication: VerifiedAuthentication): Promise<User> {
    return findOrCreateUser(database, authentication, openingAccounts);
  }
  function currentUser(context: BankContext): Promise<User> {
    return findUser(requireUser(context));
  }

  return {
    DateTime: DateTimeResolver,
    SafeInt: SafeIntResolver,
    Query: {
      viewer(_parent, _args, context) {
        const authentication = signedInUser(context);
        return authentication ? findUser(authentication) : null;
      },
    },
    Viewer: {
      accounts: (user) => accountsOf(database, user),
      authentication: (_user, _args, context) => requireUser(context),
      recoveryCodes: (user) => recoveryCodesOf(database, user),
      async securityEvents(user, { first }) {
        // The caller's own decisions of a moment ago belong in the answer.
        await securityLog.flush();
        return securityEventsOf(database, user, first);
      },
    },
    ViewerAuthentication: {
      authTime: ({ authTime }) => (isTime(authTime) ? new Date(authTime * 1000) : null),
      age: ({ authTime }, _args, { checkedAt }) => (isTime(authTime) ? checkedAt - authTime : null),
      canReauthenticate: ({ canReauthenticate }) => canReauthenticate ?? null,
    },
    Account: {
      transfers: (account, { first }) => transfersOf(database, account, first),
    },
    SecurityEvent: {
      id: ({ id }) => String(id),
    },
    Mutation: {
      renameAccount: async (_parent, input, context) =>
        renameAccount(database, await currentUser(context), input),
      changeEmail: async (_parent, { email }, context) =>
        changeEmail(database, await currentUser(context), email),
      transfer: async (_parent, { input }, context) =>
        transfer(database, await currentUser(context), input),
      closeAccount: async (_parent, { id }, context) =>
        closeAccount(database, await currentUser(context), id),
    },
  };
}

/** The year 2100: a time in milliseconds lies beyond it, as does an `age` that is no `Int`. */
const LATEST = 4_102_444_800;

function isTime(authTime: number | undefined): authTime is number {
  return authTime !== undefined && authTime >= 0 && authTime <= LATEST;
}
