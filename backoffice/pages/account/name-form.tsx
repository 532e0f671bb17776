import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Answer } from '../client/fault.ts';
import { useDoing } from '../widgets/doing.ts';
import { TextField } from '../widgets/field.tsx';
import { FaultNote } from '../widgets/note.tsx';
import { t } from './words.ts';

/** One name and a button that keeps it. */
export function NameForm<T>({
  label,
  hint,
  action,
  name,
  save,
  onSaved,
  children,
}: {
  label: string;
  hint?: string;
  action: string;
  name: string;
  save: (name: string) => Promise<Answer<T>>;
  onSaved: (value: T) => void;
  children?: ComponentChildren;
}) {
  const [text, setText] = useState(name);
  const [saved, setSaved] = useState(false);
  const doing = useDoing();
  const wanted = text.trim();
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted === '' || wanted === name) return;
        void doing.run(
          () => save(wanted),
          (value) => {
            setSaved(true);
            onSaved(value);
          },
        );
      }}
    >
      <div class="name-form">
        <TextField
          label={label}
          value={text}
          hint={hint}
          maxLength={120}
          onInput={(typed) => {
            setText(typed);
            setSaved(false);
          }}
        />
        <button type="submit" class="button" disabled={doing.busy.value || wanted === '' || wanted === name}>
          {action}
        </button>
      </div>
      <FaultNote fault={doing.fault.value} />
      <p class="small quiet" role="status">
        {saved ? t().saved : ''}
      </p>
      {children}
    </form>
  );
}
