import { useBank, useUser } from './bank-context.js';
import { createStore, useStore } from './store.js';
import type { Readable } from './store.js';
import { isRecord, readTab, writeTab } from './tab-storage.js';

/** Text fields by their names; nothing secret. */
export type Draft = Readonly<Record<string, string>>;

/** What somebody is typing, in this tab, by user and form. A reload, a redirect and another user's visit lose none of it. */
export interface Drafts {
  readonly all: Readable<Readonly<Record<string, Draft>>>;
  readonly get: (subject: string, form: string) => Draft | undefined;
  readonly change: (subject: string, form: string, change: Draft) => void;
  /** Without fields, it is forgotten. */
  readonly replace: (subject: string, form: string, draft: Draft) => void;
  /** Does nothing where a field is not any more what it was. */
  readonly drop: (subject: string, form: string, was: Draft) => void;
  /** For signing out. */
  readonly dropAll: (subject: string) => void;
}

const KEY = 'bank.drafts';

export function createDrafts(): Drafts {
  const all = createStore(readTab(KEY, areDrafts) ?? {});
  all.subscribe(() => {
    writeTab(KEY, all.get());
  });
  const get: Drafts['get'] = (subject, form) => all.get()[nameOf(subject, form)];
  const dropWhere = (isDropped: (name: string) => boolean) => {
    const kept = Object.entries(all.get()).filter(([name]) => !isDropped(name));
    all.set(Object.fromEntries(kept));
  };
  return {
    all,
    get,
    change(subject, form, change) {
      all.set({ ...all.get(), [nameOf(subject, form)]: { ...get(subject, form), ...change } });
    },
    replace(subject, form, draft) {
      const name = nameOf(subject, form);
      if (Object.keys(draft).length > 0) all.set({ ...all.get(), [name]: draft });
      else dropWhere((other) => other === name);
    },
    drop(subject, form, was) {
      const draft = get(subject, form);
      if (Object.entries(was).some(([field, text]) => draft?.[field] !== text)) return;
      dropWhere((name) => name === nameOf(subject, form));
    },
    dropAll(subject) {
      dropWhere((name) => name.startsWith(nameOf(subject, '')));
    },
  };
}

interface DraftHandle<T extends Draft> {
  readonly draft: T;
  readonly change: (change: Partial<T>) => void;
  /** Once this was sent, and is done: what was typed meanwhile stays. */
  readonly finish: (sent: Partial<T>) => void;
}

/** The draft of a form, which starts with `initial`. */
export function useDraft<T extends Draft>(form: string, initial: T): DraftHandle<T> {
  const { drafts } = useBank();
  const { subject } = useUser();
  const kept = useStore(drafts.all)[nameOf(subject, form)];
  return {
    draft: { ...initial, ...kept },
    change(change) {
      drafts.change(subject, form, change as Draft);
    },
    finish(sent) {
      drafts.drop(subject, form, sent as Draft);
    },
  };
}

function nameOf(subject: string, form: string): string {
  return `${encodeURIComponent(subject)}/${form}`;
}

function areDrafts(value: unknown): value is Readonly<Record<string, Draft>> {
  return isRecord(value) && Object.values(value).every(isDraft);
}

function isDraft(value: unknown): value is Draft {
  return isRecord(value) && Object.values(value).every((text) => typeof text === 'string');
}
