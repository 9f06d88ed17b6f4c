import { useId } from 'react';
import type { ReactNode } from 'react';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly type?: 'text' | 'email';
  readonly inputMode?: 'decimal' | 'email';
  readonly autoComplete?: string;
  /** What is wrong with the value, and what would be right. */
  readonly problem?: string | undefined;
  readonly onChange: (value: string) => void;
}

export function Field({
  label,
  value,
  type = 'text',
  inputMode,
  autoComplete = 'off',
  problem,
  onChange,
}: FieldProps): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        inputMode={inputMode}
        autoComplete={autoComplete}
        value={value}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
      <p className="problem" id={`${id}-problem`} role="alert">
        {problem}
      </p>
    </div>
  );
}
