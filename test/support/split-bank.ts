import type { Realm } from './realm.js';

export interface BankHalf {
  readonly typeDefs: string;
  readonly resolvers: Record<string, Record<string, () => unknown>>;
}

/** A bank of two servers: the first moves money and asks nobody when they signed in, the guards are in the second. */
export function splitBank(
  { resolve }: Pick<Realm, 'resolve'>,
  key = '',
): { readonly payments: BankHalf; readonly records: BankHalf } {
  return {
    payments: {
      typeDefs: /* GraphQL */ `
        type Query {
          hello: String
        }
        type Mutation {
          transfer: Receipt!
        }
        type Receipt ${key} {
          id: ID!
        }
      `,
      resolvers: {
        Query: { hello: resolve('hello', 'world') },
        Mutation: { transfer: resolve('transfer', { id: 't1' }) },
      },
    },
    records: {
      typeDefs: /* GraphQL */ `
        type Query {
          iban: String @requiresRecentAuth(seconds: 300)
          receipt(id: ID!): Receipt
        }
        type Mutation {
          deleteAccount: String @requiresRecentAuth(seconds: 300)
        }
        type Receipt ${key} {
          id: ID!
          bankRef: String @requiresRecentAuth(seconds: 300)
          stamp: String! @requiresRecentAuth(seconds: 300)
        }
      `,
      resolvers: {
        Query: { iban: resolve('iban', 'DE02'), receipt: () => ({ id: 't1' }) },
        Mutation: { deleteAccount: resolve('deleteAccount', 'deleted') },
        Receipt: { bankRef: resolve('bankRef', 'b1'), stamp: resolve('stamp', 's1') },
      },
    },
  };
}
