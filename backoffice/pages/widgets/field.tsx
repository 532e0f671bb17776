import type { ComponentChildren, InputHTMLAttributes } from 'preact';
import { useId } from 'preact/hooks';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly hint?: string | undefined;
  /** Says what is wrong with the value, in place of the hint. */
  readonly error?: string | undefined;
  readonly type?: 'text' | 'password' | 'email' | 'search';
  readonly autocomplete?: string;
  readonly maxLength?: number;
  readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'email';
  readonly placeholder?: string;
  readonly required?: boolean;
  readonly disabled?: boolean;
  /** Gets the focus when its dialog opens. */
  readonly focus?: boolean;
}

/** A labelled line of text. */
export function TextField({
  label,
  value,
  onInput,
  hint,
  error,
  focus,
  autocomplete = 'off',
  ...rest
}: TextFieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...(rest as InputHTMLAttributes)}
        id={id}
        value={value}
        autocomplete={autocomplete as 'off'}
        aria-invalid={error !== undefined}
        aria-describedby={hint || error ? `${id}-hint` : undefined}
        data-focus={focus || undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <Hint id={`${id}-hint`} hint={hint} error={error} />
    </div>
  );
}

function Hint({ id, hint, error }: { id: string; hint?: string | undefined; error?: string | undefined }) {
  if (!hint && !error) return null;
  return (
    <p id={id} class={error ? 'small error' : 'small quiet'}>
      {error ?? hint}
    </p>
  );
}

/** One of many, in the browser's own list. */
export function Select({
  label,
  quiet = false,
  value,
  options,
  onChoose,
  hint,
}: {
  label: string;
  /** Not to be seen, only heard: what is chosen from is plain without it. */
  quiet?: boolean;
  value: string;
  options: readonly { readonly value: string; readonly text: string }[];
  onChoose: (value: string) => void;
  hint?: string;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id} class={quiet ? 'visually-hidden' : undefined}>
        {label}
      </label>
      <select
        id={id}
        value={value}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.text}
          </option>
        ))}
      </select>
      <Hint id={`${id}-hint`} hint={hint} />
    </div>
  );
}

/** One of a few, all in sight. */
export function Choice<T extends string>({
  label,
  quiet = false,
  value,
  options,
  onChoose,
  hint,
}: {
  label: string;
  /** Not to be seen, only heard. */
  quiet?: boolean;
  value: T;
  options: readonly { readonly value: T; readonly text: ComponentChildren }[];
  onChoose: (value: T) => void;
  hint?: string;
}) {
  return (
    <fieldset class="choice">
      <legend class={quiet ? 'visually-hidden' : undefined}>{label}</legend>
      <div class="segments">
        {options.map((option) => (
          <button
            key={option.value}
            type="button"
            class="segment"
            aria-pressed={option.value === value}
            onClick={() => onChoose(option.value)}
          >
            {option.text}
          </button>
        ))}
      </div>
      {hint && <p class="small quiet">{hint}</p>}
    </fieldset>
  );
}

/** On or off. */
export function Switch({
  label,
  on,
  onChange,
  hint,
  disabled = false,
}: {
  label: string;
  on: boolean;
  onChange: (on: boolean) => void;
  hint?: string;
  disabled?: boolean;
}) {
  return (
    <button
      type="button"
      class="switch"
      role="switch"
      aria-checked={on}
      disabled={disabled}
      onClick={() => onChange(!on)}
    >
      <span class="knob" aria-hidden="true" />
      <span>
        {label}
        {hint && <span class="small quiet block">{hint}</span>}
      </span>
    </button>
  );
}
