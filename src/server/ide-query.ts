/** What the IDE opens with: something to feel the difference between a fresh and a stale user with. */
export function initialQuery({ canSignIn }: { readonly canSignIn: boolean }): string {
  return `${canSignIn ? SIGN_IN_ABOVE : PASTE_A_TOKEN}
query Viewer {
  viewer {
    email
    accounts { id name balance }
    authentication { authTime age canReauthenticate }
  }
}

# Only in the 300 seconds after a sign-in.
query RecoveryCodes {
  viewer { recoveryCodes }
}

# Only in the 300 seconds after a sign-in, too.
mutation ChangeEmail {
  changeEmail(email: "new@example.com") { email }
}
`;
}

const SIGN_IN_ABOVE = `# Sign in above, now or as if 15 minutes ago, and send each of these.
# The bar sets the header Authorization: see "Set Headers" at the left.
# On a command line: npm run -s token -- --user alice --age 900
`;

const PASTE_A_TOKEN = `# Sign in:  npm run -s token -- --user alice --age 0
# and paste it under Auth, as a Bearer token. Try --age 900, too.
`;
