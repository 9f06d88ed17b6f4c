/** What the page says about something that happened, in plain words with what to do next. */
export interface Notice {
  readonly tone: 'done' | 'info' | 'problem';
  readonly title: string;
  readonly detail: string | undefined;
  /** Signing in again helps, and is offered along with it. */
  readonly signIn?: true;
}

export function notice(tone: Notice['tone'], title: string, detail?: string): Notice {
  return { tone, title, detail };
}
