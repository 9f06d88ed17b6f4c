import { useBank, useUser } from './bank-context.js';
import { createStore, useStore } from './store.js';
import type { Readable } from './store.js';

/** Text fields by their names; nothing secret. */
export type Draft = Readonly<Record<string, string>>;

/** What somebody is typing, in this tab, by user and form. A reload, a redirect and another user's visit lose none of it. */
export interface Drafts {
  readonly all: Readable<Readonly<Record<string, Draft>>>;
  readonly keep: (subject: string, form: string, draft: Draft) => void;
  readonly drop: (subject: string, form: string) => void;
  /** For signing out. */
  readonly dropAll: (subject: string) => void;
}

const KEY = 'bank.drafts';

export function createDrafts(): Drafts {
  const all = createStore(restore());
  all.subscribe(() => {
    sessionStorage.setItem(KEY, JSON.stringify(all.get()));
  });
  const dropWhere = (isDropped: (name: string) => boolean) => {
    const kept = Object.entries(all.get()).filter(([name]) => !isDropped(name));
    all.set(Object.fromEntries(kept));
  };
  return {
    all,
    keep(subject, form, draft) {
      all.set({ ...all.get(), [nameOf(subject, form)]: draft });
    },
    drop(subject, form) {
      dropWhere((name) => name === nameOf(subject, form));
    },
    dropAll(subject) {
      dropWhere((name) => name.startsWith(nameOf(subject, '')));
    },
  };
}

/** The draft of a form and how to change some of its fields; it starts with `initial`. */
export function useDraft<T extends Draft>(
  form: string,
  initial: T,
): readonly [T, (change: Partial<T>) => void] {
  const { drafts } = useBank();
  const { subject } = useUser();
  const kept = useStore(drafts.all)[nameOf(subject, form)];
  const draft = { ...initial, ...kept };
  return [
    draft,
    (change) => {
      drafts.keep(subject, form, { ...draft, ...change });
    },
  ];
}

function nameOf(subject: string, form: string): string {
  return `${encodeURIComponent(subject)}/${form}`;
}

/** Nobody but this page writes there; what is no draft is not restored. */
function restore(): Readonly<Record<string, Draft>> {
  try {
    const stored = JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as unknown;
    return isRecord(stored, (draft) => isRecord(draft, (text) => typeof text === 'string'))
      ? (stored as Readonly<Record<string, Draft>>)
      : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown, isMember: (member: unknown) => boolean): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).every(isMember);
}
