import { createContext, useContext } from 'react';
import type { Bank } from './open-bank.js';
import type { User } from './session/session.js';
import { useStore } from './store.js';

export const BankContext = createContext<Bank | undefined>(undefined);

export function useBank(): Bank {
  const bank = useContext(BankContext);
  if (!bank) throw new Error('The component stands outside of the bank');
  return bank;
}

/** For components that are shown to nobody but a user. */
export function useUser(): User {
  const user = useStore(useBank().session.user);
  if (!user) throw new Error('Nobody is signed in');
  return user;
}
