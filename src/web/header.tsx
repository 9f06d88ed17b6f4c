import type { ReactNode } from 'react';
import { useBank } from './bank-context.js';
import { Brand } from './brand.js';
import type { User } from './session/session.js';
import { useStore } from './store.js';

export function Header({ user }: { readonly user: User | undefined }): ReactNode {
  const { settings, signOut } = useBank();
  const { panelOpen } = useStore(settings);
  return (
    <header className="header">
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <Brand />
      <div className="header-actions">
        {user && <span className="who">{user.name}</span>}
        <button
          className="button quiet"
          aria-expanded={panelOpen}
          aria-controls="panel"
          onClick={() => {
            settings.set({ ...settings.get(), panelOpen: !panelOpen });
          }}
        >
          Under the hood
        </button>
        {user && (
          <button className="button quiet" onClick={() => void signOut()}>
            Sign out
          </button>
        )}
      </div>
    </header>
  );
}
