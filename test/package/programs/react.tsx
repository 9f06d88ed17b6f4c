import {
  englishWords,
  ReauthDialog,
  RecentAuthProvider,
  useReauthenticator,
  useReauthPrompt,
  useRecentAuth,
} from 'graphql-recent-auth/react';
import type { RecentAuthFreshness, ReauthWords } from 'graphql-recent-auth/react';
import type { ReactNode } from 'react';
import { recentAuth } from './client.js';
import { recentAuthRequirements } from './recent-auth.js';

const words: Partial<ReauthWords> = {
  title: 'Confirm that it is you',
  description: ({ operations, maxAge }) => (
    <em>
      {operations.join()} asks for a sign-in of the last {maxAge} seconds.{' '}
      {englishWords.cancel as string}
    </em>
  ),
  failed: ({ code }) => code,
};

export const App = ({ children }: { readonly children: ReactNode }) => (
  <RecentAuthProvider value={recentAuth}>
    {children}
    <ReauthDialog words={words} className="dialog" classNames={{ confirm: 'primary' }} />
    <ReauthDialog />
  </RecentAuthProvider>
);

export function TransferButton({ onClick }: { readonly onClick: () => void }) {
  const { maxAge } = recentAuthRequirements.Transfer;
  const { status, secondsLeft }: RecentAuthFreshness = useRecentAuth({ maxAge, tick: true });
  return (
    <button onClick={onClick}>
      {status === 'fresh' ? `Transfer (${secondsLeft ?? 0} s)` : 'Transfer …'}
    </button>
  );
}

export function OwnPrompt() {
  const { open, waiting, error, confirm, cancel } = useReauthPrompt();
  const { reset } = useReauthenticator();
  if (!open) return null;
  return (
    <p>
      {waiting.map(({ description, operationName }) => description ?? operationName)}
      {error?.message}
      <button onClick={confirm}>Yes</button>
      <button onClick={cancel}>No</button>
      <button onClick={reset}>Sign out</button>
    </p>
  );
}

// @ts-expect-error the reauthenticator is needed
export const withoutValue = <RecentAuthProvider />;
// @ts-expect-error unknown word
export const unknownWord = <ReauthDialog words={{ heading: 'Who are you?' }} />;
// @ts-expect-error the words of one operation are made of it
export const constantOperation = <ReauthDialog words={{ operation: 'Transfer' }} />;
// @ts-expect-error unknown part
export const unknownPart = <ReauthDialog classNames={{ footer: 'end' }} />;
// @ts-expect-error what is asked for is needed
export const useNothing = () => useRecentAuth();
// @ts-expect-error misspelt
export const useSeconds = () => useRecentAuth({ seconds: 300 });
// @ts-expect-error no such status
export const useStatus = () => useRecentAuth({ maxAge: 300 }).status === 'recent';
