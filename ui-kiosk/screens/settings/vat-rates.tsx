import { useState } from 'preact/hooks';
import type { CatalogueView, VatRateView } from '../../../daemon/http/contract.ts';
import { formatRate } from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import { dateWords, shiftDay } from '../../i18n/when.ts';
import { refreshCatalogue } from '../../store/sync.ts';
import { DayInput } from '../../widgets/day-input.tsx';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { Choice, TextField } from '../../widgets/field.tsx';
import { Icon } from '../../widgets/icon.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { SaveFoot } from '../../widgets/save-foot.tsx';
import { parseRate, rateTable } from './rate-table.ts';
import type { SectionProps } from './settings-screen.tsx';
import { settingsWords } from './words.ts';

export function VatRates({ view }: SectionProps) {
  const t = settingsWords();
  const [adding, setAdding] = useState(false);
  const doing = useDoing();
  const remove = (rate: VatRateView) =>
    void doing.run(
      () => api.setVatRates(view.vatRates.filter((one) => one !== rate)),
      () => void refreshCatalogue(),
    );
  return (
    <>
      <div class="part-head">
        <div>
          <h1>{t.vat}</h1>
          <p class="quiet">{t.vatText}</p>
        </div>
        <button type="button" class="button" onClick={() => setAdding(true)}>
          <Icon name="plus" />
          {t.newRate}
        </button>
      </div>
      <FaultNote fault={doing.fault.value} />
      {rateTable(view.vatRates, view.register.day).map((one) => (
        <section key={one.vatClass}>
          <h2 class="rate-name">{one.name}</h2>
          <ul class="list panel">
            {one.rows.map(({ rate, when }) => (
              <li key={rate.validFrom} class={when === 'past' ? 'list-row quiet' : 'list-row'}>
                <strong class="rate">{formatRate(rate.rate_bp)}</strong>
                <span class="grow">
                  {t.future} {dateWords(rate.validFrom)}
                </span>
                {when === 'now' && <span class="badge">{t.now}</span>}
                {when === 'future' && (
                  <button
                    type="button"
                    class="plain"
                    aria-label={`${t.removeRate}: ${formatRate(rate.rate_bp)}`}
                    disabled={doing.busy.value}
                    onClick={() => remove(rate)}
                  >
                    <Icon name="delete" />
                  </button>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
      {adding && <NewRate view={view} onClose={() => setAdding(false)} />}
    </>
  );
}

function NewRate({ view, onClose }: { view: CatalogueView; onClose: () => void }) {
  const t = settingsWords();
  const tomorrow = shiftDay(view.register.day, 1);
  const classes = rateTable(view.vatRates, view.register.day);
  const [vatClass, setVatClass] = useState(classes[0]?.vatClass ?? 'standard');
  const [percent, setPercent] = useState('');
  const [validFrom, setValidFrom] = useState('');
  const [asked, setAsked] = useState(false);
  const doing = useDoing();
  const rate_bp = parseRate(percent);
  const dayFault = validFrom < tomorrow ? t.dayFault : undefined;
  const save = () => {
    setAsked(true);
    if (rate_bp === undefined || dayFault) return;
    const name = classes.find((one) => one.vatClass === vatClass)?.name ?? vatClass;
    void doing.run(
      () => api.setVatRates([...view.vatRates, { vatClass, name, rate_bp, validFrom }]),
      () => {
        void refreshCatalogue();
        onClose();
      },
    );
  };
  return (
    <Dialog
      title={t.newRate}
      onClose={onClose}
      foot={<SaveFoot busy={doing.busy.value} onClose={onClose} onSave={save} />}
    >
      <FaultNote fault={doing.fault.value} />
      <Choice
        label={t.vatClass}
        value={vatClass}
        options={classes.map((one) => ({ value: one.vatClass, text: one.name }))}
        onChoose={setVatClass}
      />
      <TextField
        label={t.percent}
        value={percent}
        inputMode="decimal"
        maxLength={6}
        error={asked && rate_bp === undefined ? t.percentFault : undefined}
        onInput={setPercent}
        focus
      />
      <div class="field">
        <label for="valid-from">{t.validFrom}</label>
        <DayInput id="valid-from" day={validFrom} onDay={setValidFrom} />
        {asked && dayFault && <p class="small error">{dayFault}</p>}
      </div>
    </Dialog>
  );
}
