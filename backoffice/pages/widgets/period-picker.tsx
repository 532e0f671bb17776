import { useState } from 'preact/hooks';
import { spanWords, today } from '../i18n/day.ts';
import { frame } from '../i18n/frame.ts';
import { PERIODS, type Period, type PeriodName } from '../i18n/period.ts';
import { refine } from '../router.ts';
import { DayField } from './day-field.tsx';
import { Dialog } from './dialog.tsx';
import { Choice } from './field.tsx';

/** A named period or days of one's own; what is chosen stands in the address (`readPeriod`). */
export function PeriodPicker({ name, period }: { name: PeriodName; period: Period }) {
  const t = frame();
  const [own, setOwn] = useState(false);
  return (
    <>
      <Choice<PeriodName>
        label={t.period}
        quiet
        value={name}
        options={PERIODS.map((one) => ({
          value: one,
          text: one === 'own' && name === 'own' ? spanWords(period.from, period.to) : t.periods[one],
        }))}
        onChoose={(one) => {
          if (one === 'own') setOwn(true);
          else refine({ period: one, from: '', to: '' });
        }}
      />
      {own && (
        <OwnPeriod
          period={period}
          onClose={() => setOwn(false)}
          onPeriod={({ from, to }) => {
            refine({ period: 'own', from, to });
            setOwn(false);
          }}
        />
      )}
    </>
  );
}

function OwnPeriod({
  period,
  onPeriod,
  onClose,
}: {
  period: Period;
  onPeriod: (period: Period) => void;
  onClose: () => void;
}) {
  const t = frame();
  const [from, setFrom] = useState(period.from);
  const [to, setTo] = useState(period.to);
  const swapped = from !== '' && to !== '' && from > to;
  const whole = from !== '' && to !== '' && !swapped;
  return (
    <Dialog
      title={t.period}
      onClose={onClose}
      onSubmit={() => whole && onPeriod({ from, to })}
      foot={
        <button type="submit" class="button primary" disabled={!whole}>
          {t.showPeriod}
        </button>
      }
    >
      <div class="form-grid">
        <DayField label={t.from} day={from} onDay={setFrom} latest={today()} focus />
        <DayField
          label={t.to}
          day={to}
          onDay={setTo}
          latest={today()}
          {...(swapped ? { error: t.daysSwapped } : {})}
        />
      </div>
    </Dialog>
  );
}
