import { useQuery } from '@apollo/client/react';
import { BankDocument } from './__generated__/operations.js';

/** Whether asking the user to sign in again can help; as long as nobody says no, it can. */
export function useCanConfirm(): boolean {
  const { data } = useQuery(BankDocument, { fetchPolicy: 'cache-only' });
  return data?.viewer?.authentication.canReauthenticate !== false;
}
