import type { ReauthErrorCode } from '../client/index.js';
import { formatDuration } from './duration.js';
import { humaniseOperationName } from './operation-name.js';
import type { ReauthFacts, ReauthWords } from './words.js';

/** What the dialog says where it is not told otherwise. */
export const englishWords: ReauthWords = {
  operation: ({ description, operationName }) =>
    description ?? (operationName ? humaniseOperationName(operationName) : 'Your request'),
  title: 'Confirm it’s you',
  description: (facts) => `${describeNeed(facts)} ${describeLast(facts)}`.trim(),
  confirm: 'Continue',
  cancel: 'Cancel',
  waiting: 'Waiting for the sign-in window…',
  openAgain: 'Open it again',
  verifying: 'Checking your sign-in…',
  redirecting: 'Taking you to the sign-in page…',
  elsewhere: 'Another tab is asking you to sign in. You can finish there.',
  confirmHere: 'Confirm here instead',
  failed: ({ code }) => FAILURES[code] ?? 'The sign-in did not finish. You can try again.',
  retry: 'Try again',
};

/** A word that is given but missing stays English: a button without a name is none. */
export function completeWords(replaced: Partial<ReauthWords> = {}): ReauthWords {
  const given = Object.entries(replaced).filter(([, word]) => word !== undefined);
  return { ...englishWords, ...Object.fromEntries(given) };
}

const FAILURES: { readonly [C in ReauthErrorCode]?: string } = {
  POPUP_BLOCKED:
    'Your browser blocked the sign-in window. Allow pop-ups for this page, then try again.',
  USER_MISMATCH: 'You signed in as someone else. Try again with the account that you use here.',
};

function describeNeed({ operations, maxAge, challenge }: ReauthFacts): string {
  const [first] = operations;
  const several = operations.length > 1;
  const what = several ? `These ${operations.length} actions` : first ? `“${first}”` : 'This';
  const needs = several ? 'need' : 'needs';
  if (challenge?.reason === 'ACR_INSUFFICIENT') return `${what} ${needs} a stronger sign-in.`;
  if (maxAge === 0) return `${what} ${needs} you to sign in once more.`;
  return `${what} ${needs} a sign-in from the last ${formatDuration(maxAge).replace(/^1 /, '')}.`;
}

/** Nothing where it would puzzle: a sign-in that is recent enough, and was refused for something else. */
function describeLast({ secondsAgo, maxAge }: ReauthFacts): string {
  if (secondsAgo === undefined || secondsAgo <= maxAge) return '';
  const ago = formatDuration(secondsAgo);
  const more = ago === formatDuration(maxAge) ? 'more than ' : '';
  return `You last signed in ${more}${ago} ago.`;
}
