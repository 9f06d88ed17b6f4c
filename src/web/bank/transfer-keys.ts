import { useBank, useUser } from '../bank-context.js';
import type { Drafts } from '../drafts.js';

export interface TransferKeys {
  /** The idempotency key of a transfer: the same for the same details, until that transfer is through. */
  readonly keyFor: (details: TransferDetails) => string;
  /** The transfer is through: with the same details, the next one is another. */
  readonly forget: (key: string) => void;
}

export interface TransferDetails {
  readonly from: string;
  readonly to: string;
  /** Minor units. */
  readonly amount: number;
}

/** Beside the form's own draft, and kept as long. */
const FORM = 'transfer-keys';
/** Keys that are kept: whoever tries more amounts than that has long looked at their balance. */
const MOST = 20;

/** Sent again after a lost answer, other amounts, a reload or a detour, it is the same transfer until it is through. */
export function createTransferKeys(
  drafts: Pick<Drafts, 'get' | 'replace'>,
  subject: string,
): TransferKeys {
  const entries = () => Object.entries(drafts.get(subject, FORM) ?? {});
  const keep = (kept: readonly (readonly [string, string])[]) => {
    drafts.replace(subject, FORM, Object.fromEntries(kept.slice(-MOST)));
  };
  return {
    keyFor({ from, to, amount }) {
      const name = [from, to, amount].join(' ');
      const others = entries().filter(([other]) => other !== name);
      const key = drafts.get(subject, FORM)?.[name] ?? crypto.randomUUID();
      // The latest last: it is the oldest that goes.
      keep([...others, [name, key]]);
      return key;
    },
    forget(key) {
      keep(entries().filter(([, other]) => other !== key));
    },
  };
}

export function useTransferKeys(): TransferKeys {
  const { drafts } = useBank();
  const { subject } = useUser();
  return createTransferKeys(drafts, subject);
}
