import { useEffect, useState } from 'preact/hooks';
import type { PairingCode, PairingState } from '../../http/contract/registers.ts';
import { inStore } from '../client/api.ts';
import { shopTime, timeOf } from '../i18n/day.ts';
import { useLive } from '../store/live.ts';
import { CopyButton } from '../widgets/copy-button.tsx';
import { Dialog } from '../widgets/dialog.tsx';
import { Busy, Failed, useLoad } from '../widgets/load.tsx';
import { Note } from '../widgets/note.tsx';
import { t } from './words.ts';

const LOOK_MS = 5_000;

/** A code, shown this once, and what becomes of it. Closed before a register used it, the code is taken back. */
export function PairingDialog({ onClose }: { onClose: () => void }) {
  const issued = useLoad(() => inStore.write<PairingCode>('POST', '/pairing'), []);
  const [state, setState] = useState<PairingState | null>(null);
  const code = issued.value.value;
  const paired = state?.paired ?? null;
  const spent = state !== null && state.open === null && paired === null;

  async function look(): Promise<void> {
    const answer = await inStore.get<PairingState>('/pairing');
    if (!answer.fault) setState(answer.value);
  }
  useLive(['register'], look);
  useEffect(() => {
    if (!code || paired) return;
    const timer = setInterval(() => void look(), LOOK_MS);
    return () => clearInterval(timer);
  }, [code, paired === null]);

  function close(): void {
    if (code && !paired && !spent) void inStore.write('DELETE', '/pairing');
    onClose();
  }
  return (
    <Dialog
      title={t().pairTitle}
      onClose={close}
      foot={
        paired ? (
          <button type="button" class="button primary" onClick={close}>
            {t().done}
          </button>
        ) : (
          spent && (
            <button
              type="button"
              class="button primary"
              onClick={() => {
                setState(null);
                void issued.reload();
              }}
            >
              {t().pairNew}
            </button>
          )
        )
      }
    >
      {paired ? (
        <Note kind="ok">{t().paired(paired.name)}</Note>
      ) : spent ? (
        <Note kind="attention">{t().pairSpent}</Note>
      ) : code ? (
        <Code code={code} />
      ) : issued.fault.value ? (
        <Failed fault={issued.fault.value} again={issued.reload} />
      ) : (
        <Busy />
      )}
    </Dialog>
  );
}

function Code({ code }: { code: PairingCode }) {
  return (
    <>
      <p>{t().pairHow}</p>
      <dl class="pairing">
        <dt class="small quiet">{t().address}</dt>
        <dd>
          <span class="wrap strong">{code.url}</span>
          <CopyButton text={code.url} of={t().address} />
        </dd>
        <dt class="small quiet">{t().code}</dt>
        <dd>
          <span class="pairing-code">{code.code}</span>
          <CopyButton text={code.code} of={t().code} />
        </dd>
      </dl>
      <p class="small quiet">{t().pairValid(timeOf(shopTime(Date.parse(code.expiresAt))))}</p>
      <p class="small quiet" role="status">
        {t().waiting}
      </p>
    </>
  );
}
