import { useEffect, useRef, useState } from 'preact/hooks';
import type { PairingView, SiblingsView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { FaultNote, Note } from '../../widgets/note.tsx';
import { siblingsWords } from './words.ts';

/** The code for a new register, large enough to be read from across the bar, until it is used or over. */
export function CodeDialog({
  shown,
  view,
  onClose,
}: {
  /** The code that the register shows now. */
  shown: PairingView | null;
  view: SiblingsView | null;
  onClose: () => void;
}) {
  const t = siblingsWords();
  const doing = useDoing();
  const [asked, setAsked] = useState<PairingView | null>(null);
  const living = view?.siblings.filter(({ state }) => state !== 'revoked').length ?? 0;
  const before = useRef(living);
  const seen = useRef<string | null>(null);
  const ask = () => void doing.run(api.showPairingCode, setAsked);
  useEffect(ask, []);
  const seconds = useSecondsUntil(asked?.expiresAt ?? null);
  const current = shown?.code === asked?.code ? shown : null;
  if (current) seen.current = current.code;
  const joined = living > before.current;
  // The register shows it no more: used up, tried too often, or cancelled elsewhere.
  const gone = asked !== null && seen.current === asked.code && !current;
  const over = asked !== null && !joined && (seconds <= 0 || current?.triesLeft === 0 || gone);
  const end = () => {
    void api.hidePairingCode();
    onClose();
  };
  const address = asked?.addresses[0];
  return (
    <Dialog
      title={t.codeTitle}
      onClose={end}
      foot={
        <>
          {over && (
            <button type="button" class="button" onClick={ask}>
              {t.codeNew}
            </button>
          )}
          <button type="button" class={joined ? 'button primary' : 'button'} onClick={end}>
            {joined ? frame().ok : over ? frame().close : t.codeEnd}
          </button>
        </>
      }
    >
      <div class="stack pairing">
        <FaultNote fault={doing.fault.value} />
        {doing.slow.value && <p role="status">{t.preparing}</p>}
        {joined ? (
          <Note kind="info">{t.codeUsed}</Note>
        ) : over ? (
          <Note kind="attention">{t.codeOver}</Note>
        ) : (
          asked && (
            <>
              <p>{t.codeText}</p>
              <p class="pairing-code">{asked.code}</p>
              <p class="quiet">{t.codeLeft(clockWords(seconds), current?.triesLeft ?? asked.triesLeft)}</p>
              {address && (
                <p class="quiet">
                  {t.codeAddress} <strong class="pairing-address">{address}</strong>
                </p>
              )}
            </>
          )
        )}
      </div>
    </Dialog>
  );
}

function useSecondsUntil(at: string | null): number {
  const until = at === null ? 0 : Date.parse(at);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((until - now) / 1_000));
}

const clockWords = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
