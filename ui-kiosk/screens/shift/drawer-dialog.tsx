import { useEffect, useState } from 'preact/hooks';
import type { DrawerOpening } from '../../../daemon/http/contract.ts';
import { said } from '../../../ui/language.ts';
import { api } from '../../client/api.ts';
import { momentWords } from '../../i18n/when.ts';
import { Confirm } from '../../widgets/confirm.tsx';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { Empty, Fetched, useLoad } from '../../widgets/load.tsx';
import { isReason, ReasonField } from '../../widgets/reason.tsx';
import { shiftWords } from './words.ts';

export function DrawerDialog({ onClose }: { onClose: () => void }) {
  const t = shiftWords();
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const doing = useDoing();
  return (
    <Confirm
      title={t.drawer}
      action={t.drawerOpen}
      doing={doing}
      onClose={onClose}
      onYes={() => {
        setAsked(true);
        if (isReason(reason)) void doing.run(() => api.openDrawer(reason.trim()), onClose);
      }}
    >
      <ReasonField
        label={t.why}
        otherLabel={t.otherWhy}
        usual={t.drawerReasons}
        value={reason}
        onChange={setReason}
      />
      {asked && !isReason(reason) && <p class="error">{t.reasonMissing}</p>}
    </Confirm>
  );
}

export function DrawerLogDialog({ onClose }: { onClose: () => void }) {
  const t = shiftWords();
  const log = useLoad(api.drawerLog, []);
  const refused = log.fault.value?.kind === 'cancelled';
  useEffect(() => {
    // Nobody allowed it: there is nothing to show and nothing to explain.
    if (refused) onClose();
  }, [refused]);
  if (refused) return null;
  return (
    <Dialog title={t.drawerLog} onClose={onClose} wide>
      <Fetched of={log}>
        {(openings) =>
          openings.length === 0 ? (
            <Empty>{t.drawerEmpty}</Empty>
          ) : (
            <ul class="list">
              {openings.map((opening, index) => (
                <Opening key={index} opening={opening} />
              ))}
            </ul>
          )
        }
      </Fetched>
    </Dialog>
  );
}

function Opening({ opening }: { opening: DrawerOpening }) {
  const why: Readonly<Record<string, string>> = shiftWords().drawerWhy;
  return (
    <li class="list-row">
      <span class="grow">
        {why[opening.why] ?? opening.why}
        {opening.reason !== '' && `: ${opening.reason}`}
        <span class="small quiet block">
          {momentWords(opening.at)}
          {opening.staff && ` · ${opening.staff}`}
        </span>
      </span>
      <span class="small quiet">{said(opening.outcome)}</span>
    </li>
  );
}
