'use client';

import { useMemo } from 'react';
import type { Reauthenticator } from '../client/index.js';
import { useReauthenticator } from './recent-auth-provider.js';
import type { ReauthPrompt } from './use-reauth-prompt.js';
import type { ReauthFacts, ReauthWords } from './words.js';

export function useReauthFacts(
  { challenge, waiting }: ReauthPrompt,
  words: ReauthWords,
): ReauthFacts {
  const recentAuth = useReauthenticator();
  // As of when it was asked: a text that counts would be read out again and again.
  const secondsAgo = useMemo(
    () => challenge && secondsSinceSignIn(recentAuth),
    [recentAuth, challenge],
  );
  const operations = waiting.map((operation) => words.operation(operation));
  return { operations, maxAge: challenge?.maxAge ?? 0, secondsAgo, challenge };
}

/** The largest age there is; what is left of it tells the time since, by the reauthenticator's own clock. */
const MAX_SECONDS = 2 ** 31 - 1;

function secondsSinceSignIn(recentAuth: Reauthenticator): number | undefined {
  const left = recentAuth.secondsLeft({ maxAge: MAX_SECONDS });
  return left ? MAX_SECONDS - left : undefined;
}
