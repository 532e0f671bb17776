import { useState } from 'preact/hooks';
import type { BackofficeView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { type Doing, useDoing } from '../../widgets/doing.ts';
import { TextField } from '../../widgets/field.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { backofficeWords } from './words.ts';

/** Address and code of the backoffice as they are typed, and the joining by them. */
export interface JoinForm {
  readonly url: string;
  readonly code: string;
  readonly set: (change: { readonly url?: string; readonly code?: string }) => void;
  readonly ready: boolean;
  readonly doing: Doing;
  readonly join: () => void;
}

type Known = Pick<BackofficeView, 'url' | 'urlFixed'>;

export function useJoinForm(view: Known, onJoined: (view: BackofficeView) => void): JoinForm {
  const doing = useDoing();
  const [{ url, code }, put] = useState({ url: view.urlFixed ? '' : (view.url ?? ''), code: '' });
  const ready = code.trim() !== '' && (view.urlFixed || url.trim() !== '');
  const address = view.urlFixed ? {} : { url: url.trim() };
  return {
    url,
    code,
    set: (change) => put((before) => ({ ...before, ...change })),
    ready,
    doing,
    join() {
      if (!ready || doing.busy.value) return;
      void doing.run(() => api.joinBackoffice({ ...address, code: code.trim() }), onJoined);
    },
  };
}

export function JoinFields({ form, view }: { form: JoinForm; view: Known }) {
  const t = backofficeWords();
  return (
    <div class="stack">
      <p>{t.whatHint}</p>
      {view.urlFixed ? (
        <p class="quiet">{t.urlFixed(view.url ?? '')}</p>
      ) : (
        <TextField
          label={t.url}
          value={form.url}
          onInput={(url) => form.set({ url })}
          hint={t.urlHint}
          maxLength={200}
          focus
          onEnter={form.join}
        />
      )}
      <TextField
        label={t.code}
        value={form.code}
        onInput={(code) => form.set({ code })}
        hint={t.codeHint}
        maxLength={40}
        focus={view.urlFixed}
        onEnter={form.join}
      />
      <FaultNote fault={form.doing.fault.value} />
    </div>
  );
}
