import type { ReactNode } from 'react';
import { useBank } from '../bank-context.js';
import type { Settings } from '../settings.js';
import { useStore } from '../store.js';
import { ProviderSwitch } from './provider-switch.js';
import { Switch } from './switch.js';

interface SwitchText {
  readonly name: Exclude<keyof Settings, 'panelOpen'>;
  readonly label: string;
  /** What one will see. */
  readonly hint: string;
  /** It takes the bank's own provider. */
  readonly development?: true;
  /** Why it changes nothing while others are as they are. */
  readonly moot?: (settings: Settings) => string | undefined;
}

/** What is hard to meet otherwise. Switches that contradict each other may be on together, and say so. */
export function Switches(): ReactNode {
  const { settings, config } = useBank();
  const current = useStore(settings);
  const shown = SWITCHES.filter(({ development }) => !development || config.developmentProvider);
  return (
    <fieldset className="panel-section switches">
      <legend>Try it under other conditions</legend>
      {shown.map(({ name, label, hint, moot }) => {
        const why = current[name] ? moot?.(current) : undefined;
        return (
          <Switch
            key={name}
            label={label}
            checked={current[name]}
            onChange={(checked) => {
              settings.set({ ...settings.get(), [name]: checked });
            }}
          >
            {hint} {why && <strong>{why}</strong>}
          </Switch>
        );
      })}
      {config.developmentProvider && <ProviderSwitch />}
    </fieldset>
  );
}

const SWITCHES: readonly SwitchText[] = [
  {
    name: 'shortWindows',
    label: 'Short windows',
    hint: 'Sign-ins grow old in seconds instead of minutes: the countdowns jump, and buttons soon ask again.',
  },
  {
    name: 'redirect',
    label: 'Leave the page to sign in',
    hint: 'No window opens: the page itself goes to the sign-in page, comes back, and offers to finish what you began.',
  },
  {
    name: 'blocked',
    label: 'The browser blocks windows',
    hint: 'The dialog says that the window was blocked, and offers to try again; nothing typed is lost.',
    moot: ({ redirect }) => (redirect ? LEAVES : undefined),
  },
  {
    name: 'severed',
    label: 'The provider cuts the window off',
    hint: 'Its pages send Cross-Origin-Opener-Policy, so to the page the window looks closed; signing in works all the same.',
    development: true,
    moot: ({ redirect, blocked }) => (redirect ? LEAVES : blocked ? BLOCKED : undefined),
  },
  {
    name: 'stranger',
    label: 'Somebody else is proposed',
    hint: 'The sign-in page suggests another user. If they sign in, nothing is sent, and you stay who you are.',
    development: true,
    moot: ({ redirect, blocked }) => (blocked && !redirect ? BLOCKED : undefined),
  },
];

const LEAVES = 'No effect now: no window opens while the page itself is left.';
const BLOCKED = 'No effect now: no window opens at all.';
