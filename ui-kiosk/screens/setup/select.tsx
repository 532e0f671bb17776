import { useId } from 'preact/hooks';

/** One of many, by its name. */
export function Select({
  label,
  value,
  options,
  hint,
  onChoose,
}: {
  label: string;
  value: string;
  options: readonly { readonly value: string; readonly text: string }[];
  hint?: string;
  onChoose: (value: string) => void;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        {...(hint ? { 'aria-describedby': `${id}-hint` } : {})}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
      {hint && (
        <p id={`${id}-hint`} class="small quiet">
          {hint}
        </p>
      )}
    </div>
  );
}
