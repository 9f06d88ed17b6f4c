import { createHash, timingSafeEqual } from 'node:crypto';

/** The authentication context classes of this provider, as `acr_values` asks for them. */
export const ACR = { password: 'pwd', secondFactor: 'mfa' } as const;

/** The one-time code of every account that has a second factor; the page says it. */
export const SECOND_FACTOR_CODE = '123456';

/** Authgear's claim: whether the user could prove again who they are. */
export const CAN_REAUTHENTICATE = 'https://authgear.com/claims/user/can_reauthenticate';

/** Someone who may sign in. Their passwords are no secret: the sign-in page prints them. */
export interface DemoAccount {
  /** The `sub` of their tokens, and what they type as their user name. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** `undefined`: they only ever sign in through Example Social. */
  readonly password: string | undefined;
}

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { id: 'alice', name: 'Alice Example', email: 'alice@example.com', password: 'wonderland' },
  { id: 'bob', name: 'Bob Example', email: 'bob@example.com', password: 'builder' },
  { id: 'sam', name: 'Sam Example', email: 'sam@example.com', password: undefined },
];

export function findAccount(id: string): DemoAccount | undefined {
  return DEMO_ACCOUNTS.find((account) => account.id === id);
}

/** The account that this user name and password belong to. Takes as long for one that does not exist. */
export function verifyPassword(username: string, password: string): DemoAccount | undefined {
  const account = findAccount(username.trim().toLowerCase());
  const matches = equalSecrets(password, account?.password ?? '');
  return matches && account?.password !== undefined ? account : undefined;
}

export function verifySecondFactor(code: string): boolean {
  return equalSecrets(code.replaceAll(/\s/g, ''), SECOND_FACTOR_CODE);
}

/** What the tokens may say of an account. */
export function claimsOf(account: DemoAccount): { sub: string } & Record<string, unknown> {
  return {
    sub: account.id,
    name: account.name,
    preferred_username: account.id,
    email: account.email,
    email_verified: true,
    [CAN_REAUTHENTICATE]: account.password !== undefined,
  };
}

/** Everything that an application may ask for. */
export const SCOPE = 'openid offline_access profile email';

/** The claims behind each scope; `openid` brings what a resource server looks at. */
export const SCOPE_CLAIMS: Record<string, string[]> = {
  openid: ['sub', 'acr', 'amr', CAN_REAUTHENTICATE],
  profile: ['name', 'preferred_username'],
  email: ['email', 'email_verified'],
};

/** Compares digests, so that neither length nor content shows in the time it takes. */
function equalSecrets(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
