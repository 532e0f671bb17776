import { useId, useState } from 'preact/hooks';
import { api } from '../../client/api.ts';
import { fieldFaults } from '../../client/field-faults.ts';
import { Choice, TextField } from '../../widgets/field.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { PaperSheet } from '../../widgets/paper.tsx';
import { LogoField } from './logo-field.tsx';
import { SaveBar, useDraft, useFaultInSight, useInstant } from './save-bar.tsx';
import { SellerFields } from './seller-fields.tsx';
import type { SectionProps } from './settings-screen.tsx';
import { readShop, type ShopFault, type ShopForm, shopForm, shopPreview } from './shop-form.ts';
import { settingsWords } from './words.ts';

export function Shop({ view }: SectionProps) {
  const t = settingsWords();
  const draft = useDraft(shopForm(view.settings));
  const [faults, setFaults] = useState<ReadonlyMap<keyof ShopForm, ShopFault>>(new Map());
  const instant = useInstant();
  const place = useFaultInSight(faults);
  const form = draft.value;
  const told = fieldFaults(draft.doing.fault.value);
  const errorAt = (field: keyof ShopForm): string | undefined => {
    const own = faults.get(field);
    return own
      ? t[own]
      : told.get(field === 'header' ? 'receiptHeader' : field === 'footer' ? 'receiptFooter' : field);
  };
  const set = (change: Partial<ShopForm>) => draft.set({ ...form, ...change });
  const save = () => {
    const read = readShop(form);
    setFaults('faults' in read ? read.faults : new Map());
    if ('patch' in read) draft.save(() => api.changeSettings(read.patch));
  };
  return (
    <>
      <h1>{t.shop}</h1>
      <div class="shop" ref={place}>
        <div class="stack">
          <div class="form-grid">
            <SellerFields form={form} faults={faults} told={told} onChange={set} />
            <div class="wide-field">
              <TextField
                label={t.iban}
                value={form.iban}
                hint={t.ibanHint}
                error={errorAt('iban')}
                onInput={(iban) => set({ iban })}
              />
            </div>
          </div>
          <LogoField logo={form.logo} onChange={(logo) => set({ logo })} />
          <Lines
            label={t.header}
            value={form.header}
            error={errorAt('header')}
            onInput={(header) => set({ header })}
          />
          <Lines
            label={t.footer}
            value={form.footer}
            error={errorAt('footer')}
            onInput={(footer) => set({ footer })}
          />
          <Choice
            label={t.printReceipt}
            value={view.settings.printReceipt}
            options={[
              { value: 'always', text: t.printAlways },
              { value: 'ask', text: t.printAsk },
              { value: 'never', text: t.printNever },
            ]}
            onChoose={(printReceipt) => instant.change({ printReceipt })}
          />
          <FaultNote fault={instant.doing.fault.value} />
        </div>
        <aside>
          <h2 class="small quiet">{t.preview}</h2>
          <PaperSheet
            label={t.preview}
            paper={shopPreview(form, {
              receipt: t.receiptWord,
              items: t.previewLines,
              total: t.previewTotal,
            })}
          />
        </aside>
      </div>
      <SaveBar draft={draft} onSave={save} />
    </>
  );
}

function Lines({
  label,
  value,
  error,
  onInput,
}: {
  label: string;
  value: string;
  error: string | undefined;
  onInput: (value: string) => void;
}) {
  const id = useId();
  const t = settingsWords();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        rows={3}
        value={value}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-hint`}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <p id={`${id}-hint`} class={error ? 'small error' : 'small quiet'}>
        {error ?? t.linesHint}
      </p>
    </div>
  );
}
