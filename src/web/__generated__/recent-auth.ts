import type { OperationRequirements } from 'graphql-recent-auth/client';

/** What each operation asks for, for comfort: the server decides. */
export const recentAuthRequirements = {
  AccountNumbers: {
    type: 'query',
    maxAge: 900,
    fields: {
      'Account.number': { maxAge: 900 },
    },
  },
  ChangeEmail: {
    type: 'mutation',
    maxAge: 300,
    fields: {
      'Mutation.changeEmail': { maxAge: 300 },
    },
  },
  CloseAccount: {
    type: 'mutation',
    maxAge: 30,
    fields: {
      'Mutation.closeAccount': { maxAge: 30 },
    },
  },
  RecoveryCodes: {
    type: 'query',
    maxAge: 300,
    fields: {
      'Viewer.recoveryCodes': { maxAge: 300 },
    },
  },
  Transfer: {
    type: 'mutation',
    maxAge: 60,
    fields: {
      'Mutation.transfer': { maxAge: 60 },
    },
  },
} as const satisfies OperationRequirements;
