import { useState } from 'preact/hooks';
import type { JoinRequest, SiblingsView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { type Doing, useDoing } from '../../widgets/doing.ts';
import { TextField } from '../../widgets/field.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { siblingsWords } from './words.ts';

const CODE_LETTERS = 12;

/** The code of another register as it is typed, and the joining by it. */
export interface JoinForm {
  readonly code: string;
  readonly address: string;
  readonly set: (change: { readonly code?: string; readonly address?: string }) => void;
  readonly whole: boolean;
  readonly doing: Doing;
  readonly join: () => void;
}

export function useJoinForm(onJoined: () => void): JoinForm {
  const doing = useDoing();
  const [{ code, address }, put] = useState({ code: '', address: '' });
  const whole = code.replace(/[^0-9A-Za-z]/g, '').length === CODE_LETTERS;
  const typed = address.trim();
  const request: JoinRequest = { code, ...(typed === '' ? {} : { address: typed }) };
  return {
    code,
    address,
    set: (change) => put((before) => ({ ...before, ...change })),
    whole,
    doing,
    join() {
      if (whole && !doing.busy.value) void doing.run(() => api.joinShop(request), onJoined);
    },
  };
}

export function JoinFields({ form, hosts }: { form: JoinForm; hosts: SiblingsView['hosts'] }) {
  const t = siblingsWords();
  return (
    <div class="stack">
      <p>{t.joinText}</p>
      <TextField
        label={t.code}
        value={form.code}
        onInput={(code) => form.set({ code })}
        hint={t.codeHint}
        maxLength={20}
        focus
        onEnter={form.join}
      />
      <TextField
        label={t.joinAddress}
        value={form.address}
        onInput={(address) => form.set({ address })}
        hint={
          hosts.length > 0
            ? t.found(hosts.map((host) => `${host.registerId} (${host.address})`).join(', '))
            : t.joinAddressHint
        }
        maxLength={80}
        onEnter={form.join}
      />
      <FaultNote fault={form.doing.fault.value} />
    </div>
  );
}
