import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useStore } from '../store.js';
import { createProviderAvailability } from './provider-availability.js';
import { Switch } from './switch.js';

/** Takes the development provider down and up again, for every tab and user of this server. */
export function ProviderSwitch(): ReactNode {
  const [availability] = useState(() => createProviderAvailability());
  const { available, problem } = useStore(availability.state);

  useEffect(() => {
    // Another tab may have thrown it meanwhile.
    const read = () => void availability.read();
    read();
    window.addEventListener('focus', read);
    return () => {
      window.removeEventListener('focus', read);
    };
  }, [availability]);

  return (
    <>
      <Switch
        label="The provider is down"
        checked={available === false}
        disabled={available === undefined}
        onChange={(down) => void availability.change(!down)}
      >
        It answers 503 to everything: you can look around, but nobody can sign in until it is up
        again.
      </Switch>
      <p className="switch-problem" role="alert">
        {problem}
      </p>
    </>
  );
}
