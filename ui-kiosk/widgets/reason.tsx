import { TextField } from './field.tsx';

/** A reason: the usual ones by one tap, another one in words. */
export function ReasonField({
  label,
  otherLabel,
  usual,
  value,
  onChange,
}: {
  label: string;
  otherLabel: string;
  usual: readonly string[];
  value: string;
  onChange: (reason: string) => void;
}) {
  return (
    <>
      <fieldset class="choice">
        <legend>{label}</legend>
        <div>
          {usual.map((reason) => (
            <button
              key={reason}
              type="button"
              class="button"
              aria-pressed={reason === value}
              onClick={() => onChange(reason)}
            >
              {reason}
            </button>
          ))}
        </div>
      </fieldset>
      <TextField
        label={otherLabel}
        value={usual.includes(value) ? '' : value}
        maxLength={200}
        onInput={onChange}
      />
    </>
  );
}

/** What the API takes for a reason. */
export const isReason = (reason: string): boolean => reason.trim().length >= 2;
