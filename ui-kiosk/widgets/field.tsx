import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly hint?: string | undefined;
  /** Says what is wrong with the value, in place of the hint. */
  readonly error?: string | undefined;
  /** Shows dots, as for a PIN. */
  readonly secret?: boolean;
  readonly maxLength?: number;
  readonly inputMode?: 'text' | 'numeric' | 'decimal';
  readonly placeholder?: string;
  /** Gets the focus when its dialog opens. */
  readonly focus?: boolean;
  readonly onEnter?: () => void;
}

/** A labelled text field. On a touch screen the frame's keyboard comes up by itself when it is focused. */
export function TextField({
  label,
  value,
  onInput,
  hint,
  error,
  focus,
  secret = false,
  onEnter,
  ...rest
}: TextFieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        // The types know two kinds of inputs; both take what follows.
        type={(secret ? 'password' : 'text') as 'text'}
        autocomplete={secret ? 'new-password' : 'off'}
        value={value}
        aria-invalid={error !== undefined}
        aria-describedby={hint || error ? `${id}-hint` : undefined}
        data-focus={focus || undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !onEnter) return;
          event.preventDefault();
          onEnter();
        }}
        {...rest}
      />
      {(hint || error) && (
        <p id={`${id}-hint`} class={error ? 'small error' : 'small quiet'}>
          {error ?? hint}
        </p>
      )}
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
  /** Not to be seen, only heard: what is chosen from is plain without it. */
  quiet?: boolean;
  value: T;
  options: readonly { readonly value: T; readonly text: ComponentChildren }[];
  onChoose: (value: T) => void;
  hint?: string;
}) {
  return (
    <fieldset class="choice">
      <legend class={quiet ? 'visually-hidden' : undefined}>{label}</legend>
      <div>
        {options.map((option) => (
          <button
            key={option.value}
            type="button"
            class="button"
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
}: {
  label: string;
  on: boolean;
  onChange: (on: boolean) => void;
  hint?: string;
}) {
  return (
    <button type="button" class="switch" role="switch" aria-checked={on} onClick={() => onChange(!on)}>
      <span class="knob" aria-hidden="true" />
      <span>
        {label}
        {hint && <span class="small quiet block">{hint}</span>}
      </span>
    </button>
  );
}
