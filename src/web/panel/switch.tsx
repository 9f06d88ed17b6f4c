import { useId } from 'react';
import type { ReactNode } from 'react';

interface SwitchProps {
  readonly label: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
  /** What one will see. */
  readonly children: ReactNode;
}

/** A native checkbox that looks like a switch. */
export function Switch({
  label,
  checked,
  disabled = false,
  onChange,
  children,
}: SwitchProps): ReactNode {
  const id = useId();
  return (
    <div className="switch">
      <input
        type="checkbox"
        role="switch"
        id={id}
        aria-describedby={`${id}-hint`}
        checked={checked}
        disabled={disabled}
        onChange={(event) => {
          onChange(event.target.checked);
        }}
      />
      <label htmlFor={id}>{label}</label>
      <p className="hint" id={`${id}-hint`}>
        {children}
      </p>
    </div>
  );
}
