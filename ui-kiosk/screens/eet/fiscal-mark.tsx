import type { FiscalState } from '../../../daemon/http/contract.ts';
import { Icon, type IconName } from '../../widgets/icon.tsx';
import './fiscal-mark.css';
import { eetWords } from './words.ts';

type State = FiscalState['state'];

/** Each its own shape: nothing is told by colour alone. */
const ICONS: Readonly<Record<State, IconName>> = {
  waiting: 'clock',
  blocked: 'warning',
  rejected: 'fault',
  'confirmed-unverified': 'info',
  confirmed: 'check',
};

/** How a sale stands with the tax authority, small enough for a row; heard in words. */
export function FiscalMark({ state }: { state: State }) {
  const t = eetWords();
  return (
    <span class={`fiscal-mark ${state}`} role="img" aria-label={t.mark(t.states[state])}>
      <Icon name={ICONS[state]} size={18} />
    </span>
  );
}

/** The same with its words in sight. */
export function FiscalWords({ state }: { state: State }) {
  const t = eetWords();
  return (
    <span class={`fiscal-mark ${state}`}>
      <Icon name={ICONS[state]} size={18} />
      {t.states[state]}
    </span>
  );
}
