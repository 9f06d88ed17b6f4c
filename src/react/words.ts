import type { ReactNode } from 'react';
import type { WaitingOperation, ReauthError } from '../client/index.js';
import type { ReauthChallenge } from '../protocol/index.js';

/** What the words are about. */
export interface ReauthFacts {
  /** What one sign-in will release, each as `ReauthWords.operation` names it. */
  readonly operations: readonly string[];
  /** The oldest sign-in that will do, seconds; 0 asks for one made for this very operation. */
  readonly maxAge: number;
  /** How long ago the user last signed in; `undefined` where that is not known. */
  readonly secondsAgo: number | undefined;
  readonly challenge: ReauthChallenge | undefined;
}

/** Text, or a function that makes it of the facts. */
export type Word = ReactNode | ((facts: ReauthFacts) => ReactNode);

/** Everything that the dialog says. */
export interface ReauthWords {
  /** Names one waiting operation. */
  readonly operation: (operation: WaitingOperation) => string;
  readonly title: Word;
  /** What, why and how long, in one paragraph. Where several operations wait, the dialog lists them below it. */
  readonly description: Word;
  readonly confirm: Word;
  readonly cancel: Word;
  /** The sign-in window is open. */
  readonly waiting: Word;
  readonly openAgain: Word;
  /** The user is back, and the new sign-in is being looked at. */
  readonly verifying: Word;
  /** The page is about to be left. */
  readonly redirecting: Word;
  /** Another tab is asking the same user. */
  readonly elsewhere: Word;
  readonly confirmHere: Word;
  /** Why the last attempt failed. It is an alert: keep it short. */
  readonly failed: (error: ReauthError, facts: ReauthFacts) => ReactNode;
  readonly retry: Word;
}

export function say(word: Word, facts: ReauthFacts): ReactNode {
  return typeof word === 'function' ? word(facts) : word;
}
