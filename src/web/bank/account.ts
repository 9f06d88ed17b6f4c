import type { BankQuery } from '../__generated__/operations.js';

export type Account = NonNullable<BankQuery['viewer']>['accounts'][number];
export type Transfer = Account['transfers'][number];

export interface AccountsProps {
  readonly accounts: readonly Account[];
}
