import { useState } from 'preact/hooks';
import type { EetView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { momentWords } from '../../i18n/when.ts';
import { Confirm } from '../../widgets/confirm.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { eetWords } from './words.ts';

type Orphan = EetView['orphans'][number];

/** Registers that are silent and have left sales unsent; nothing as a rule. */
export function Orphans({ orphans, onChange }: { orphans: readonly Orphan[]; onChange: () => void }) {
  const t = eetWords();
  const [asked, ask] = useState<Orphan | null>(null);
  if (orphans.length === 0 && !asked) return null;
  return (
    <section>
      <h2 class="small quiet">{t.orphans}</h2>
      <ul class="list panel">
        {orphans.map((one) => (
          <li key={one.registerId} class="eet-orphan">
            <div class="grow">
              <p>{t.orphan(one.registerName, one.count)}</p>
              <p class="small quiet">
                {t.deadline(momentWords(one.deadlineAt))} {one.takenOver ? t.takenOver : t.orphanHint}
              </p>
            </div>
            {!one.takenOver && (
              <button
                type="button"
                class="button"
                aria-label={t.sendHereTitle(one.registerName)}
                onClick={() => ask(one)}
              >
                {t.sendHere}
              </button>
            )}
          </li>
        ))}
      </ul>
      {asked && (
        <TakeOver
          orphan={asked}
          onClose={() => {
            ask(null);
            onChange();
          }}
        />
      )}
    </section>
  );
}

function TakeOver({ orphan, onClose }: { orphan: Orphan; onClose: () => void }) {
  const t = eetWords();
  const doing = useDoing();
  return (
    <Confirm
      title={t.sendHereTitle(orphan.registerName)}
      action={t.sendHere}
      doing={doing}
      onYes={() => void doing.run(() => api.eetTakeOver(orphan.registerId), onClose)}
      onClose={onClose}
    >
      <p>{t.orphan(orphan.registerName, orphan.count)}</p>
      <p class="quiet">{t.sendHereText}</p>
    </Confirm>
  );
}
