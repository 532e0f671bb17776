import { frame } from '../../i18n/frame.ts';
import { route } from '../../router.ts';
import { shift } from '../../store/signals.ts';
import { refreshShift } from '../../store/sync.ts';
import { Busy } from '../../widgets/load.tsx';
import { CloseShift } from './close-shift.tsx';
import { OpenShift } from './open-shift.tsx';
import { Overview } from './overview.tsx';
import { PastShifts } from './past-shifts.tsx';
import '../office.css';
import './shift.css';

/** `#/shift`: open, look, put in, take out; `#/shift/close`: count and close. */
export default function ShiftScreen() {
  const view = shift.value;
  if (view === null) {
    return (
      <div class="state">
        <Busy />
        <button type="button" class="button" onClick={() => void refreshShift()}>
          {frame().again}
        </button>
      </div>
    );
  }
  if (route.value[1] === 'close') return <CloseShift view={view} />;
  return (
    <div class="shift">
      <div class="shift-main scroll">
        {view.shift ? <Overview shift={view.shift} view={view} /> : <OpenShift />}
      </div>
      <PastShifts />
    </div>
  );
}
