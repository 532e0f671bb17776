import { useEffect, useState } from 'preact/hooks';
import type { ShiftSummary } from '../../../daemon/http/contract.ts';
import { formatAmount } from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import { momentWords } from '../../i18n/when.ts';
import { onEvent } from '../../store/sync.ts';
import { Empty, Fetched, useLoad } from '../../widgets/load.tsx';
import { differenceWords } from './difference-words.ts';
import { ZReportDialog } from './report-dialog.tsx';
import { shiftWords } from './words.ts';

/** Closed shifts of all registers, newest first. */
export function PastShifts() {
  const t = shiftWords();
  const shifts = useLoad(api.shifts, []);
  const [chosen, choose] = useState<ShiftSummary | null>(null);
  useEffect(
    () =>
      onEvent((event) => {
        if (event.kind === 'shift') void shifts.reload();
      }),
    [shifts.reload],
  );
  return (
    <aside class="past" aria-label={t.past}>
      <h2>{t.past}</h2>
      <Fetched of={shifts}>
        {(all) => {
          const closed = all.filter((one) => one.zNumber !== null);
          if (closed.length === 0) return <Empty>{t.pastNone}</Empty>;
          return (
            <ul class="list scroll">
              {closed.map((one) => (
                <li key={one.id}>
                  <button type="button" class="list-row" onClick={() => choose(one)}>
                    <span class="grow">
                      <strong>{t.z(one.zNumber ?? 0)}</strong>
                      {all.some(({ own }) => !own) && <span> · {one.registerName}</span>}
                      <span class="small quiet block">{one.closedAt && momentWords(one.closedAt)}</span>
                    </span>
                    <span class="amount">
                      {one.takings_haler !== null && formatAmount(one.takings_haler)}
                      {one.difference_haler !== null && (
                        <span class="small quiet block">
                          {differenceWords({
                            currency: 'CZK',
                            expected: 0,
                            counted: 0,
                            difference: one.difference_haler,
                          })}
                        </span>
                      )}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          );
        }}
      </Fetched>
      {chosen && <ZReportDialog shift={chosen} onClose={() => choose(null)} />}
    </aside>
  );
}
