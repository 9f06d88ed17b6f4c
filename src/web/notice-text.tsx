import type { ReactNode } from 'react';
import type { Notice } from './notice.js';
import { SignInAgain } from './sign-in-again.js';

export function NoticeText({ notice }: { readonly notice: Notice }): ReactNode {
  const { title, detail, signIn } = notice;
  return (
    <>
      <p>
        <strong>{title}.</strong> {detail}
      </p>
      {signIn && <SignInAgain />}
    </>
  );
}
