import { decodeJwt } from 'jose';
import type { Interaction } from 'oidc-provider';
import { ACR, findAccount } from './accounts.js';
import type { DemoAccount } from './accounts.js';
import { readRequestedAcr } from './requested-acr.js';

/** What the application asked for, as the sign-in page needs it. */
export interface SignInRequest {
  readonly uid: string;
  readonly loginHint: string;
  /** Who is signed in already and is asked to prove it again; nobody where the application proposes somebody else. */
  readonly known: DemoAccount | undefined;
  /** The `sub` of the `id_token_hint`: only they may come back. */
  readonly expected: string | undefined;
  readonly requestedAcr: readonly string[];
  /** "Sign in as if so many seconds ago", as the application proposes it. */
  readonly age: number;
  /** Whether the pages are to cut their window off from the one that opened it. */
  readonly severPopup: boolean;
  /** Who gave their password and still owes a second factor. */
  readonly firstFactor: FirstFactor | undefined;
}

export interface FirstFactor {
  readonly accountId: string;
  readonly age: number;
}

/** The longest "as if so many seconds ago": one year. */
const OLDEST = 365 * 24 * 60 * 60;

export function readSignInRequest(interaction: Interaction): SignInRequest {
  const { uid, params, session, result } = interaction;
  const hint = text(params['id_token_hint']);
  const loginHint = text(params['login_hint']).slice(0, 200);
  const proposed = findAccount(loginHint)?.id ?? session?.accountId;
  return {
    uid,
    loginHint,
    known: session && proposed === session.accountId ? findAccount(proposed) : undefined,
    // oidc-provider verified the hint before it started this sign-in.
    expected: hint === '' ? undefined : decodeJwt(hint).sub,
    requestedAcr: readRequestedAcr(params),
    age: parseSignInAge(text(params['sign_in_age'])) ?? 0,
    severPopup: isSeverPopup(text(params['sever_popup'])),
    firstFactor: result?.['firstFactor'] as FirstFactor | undefined,
  };
}

/** Whole seconds up to a year; nothing is 0, anything else `undefined`. */
export function parseSignInAge(value: string): number | undefined {
  const digits = value.trim();
  if (digits === '') return 0;
  return /^\d{1,8}$/.test(digits) && Number(digits) <= OLDEST ? Number(digits) : undefined;
}

/** What `sever_popup` may say: there is one way to ask for it, and saying nothing does not. */
export function isSeverPopup(value: string): boolean {
  return value === '1';
}

/** Whether a password alone would not do. */
export function needsSecondFactor({ requestedAcr }: SignInRequest): boolean {
  return requestedAcr.length > 0 && !requestedAcr.includes(ACR.password);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
