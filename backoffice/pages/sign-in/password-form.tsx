import { useState } from 'preact/hooks';
import { api } from '../client/api.ts';
import { type Session, session } from '../store/session.ts';
import { useDoing } from '../widgets/doing.ts';
import { TextField } from '../widgets/field.tsx';
import { FaultNote } from '../widgets/note.tsx';
import { t } from './words.ts';

/** As the server has it; length is what counts. */
const LEAST_CHARACTERS = 10;

/** The present password, and a new one twice. Every other session of the account ends. */
export function PasswordForm({ onDone }: { onDone: () => void }) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [repeated, setRepeated] = useState('');
  const [tried, setTried] = useState(false);
  const doing = useDoing();
  const short = next.length < LEAST_CHARACTERS;
  const differs = next !== repeated;
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (short || differs) return;
        void doing.run(
          () => api.write<Session>('PUT', '/session/password', { current, next }),
          (value) => {
            session.value = value;
            onDone();
          },
        );
      }}
    >
      <TextField
        label={t().currentPassword}
        value={current}
        type="password"
        autocomplete="current-password"
        maxLength={200}
        required
        onInput={setCurrent}
      />
      <TextField
        label={t().newPassword}
        value={next}
        type="password"
        autocomplete="new-password"
        maxLength={200}
        required
        hint={t().newPasswordHint}
        error={tried && short ? t().short : undefined}
        onInput={setNext}
      />
      <TextField
        label={t().repeatPassword}
        value={repeated}
        type="password"
        autocomplete="new-password"
        maxLength={200}
        required
        error={tried && !short && differs ? t().differs : undefined}
        onInput={setRepeated}
      />
      <FaultNote fault={doing.fault.value} />
      <div class="row">
        <button type="submit" class="button primary" disabled={doing.busy.value}>
          {t().setPassword}
        </button>
      </div>
    </form>
  );
}
