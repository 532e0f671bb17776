import { useState } from 'preact/hooks';
import type { Settings } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { fieldFaults } from '../../client/field-faults.ts';
import { catalogue } from '../../store/signals.ts';
import { refreshCatalogue } from '../../store/sync.ts';
import { useDoing } from '../../widgets/doing.ts';
import { FaultNote } from '../../widgets/note.tsx';
import { useFaultInSight } from '../settings/save-bar.tsx';
import { SellerFields } from '../settings/seller-fields.tsx';
import { readShop, type ShopFault, type ShopForm, shopForm } from '../settings/shop-form.ts';
import { setupApi } from './setup-api.ts';
import { Step, type StepProps, stateOf } from './step.tsx';
import { setupWords } from './words.ts';

/** Of a seller that nobody has filled in yet. */
const NOBODY_ICO = '00000000';

const sellerForm = (settings: Settings): ShopForm => ({
  ...shopForm(settings),
  ...(settings.seller.ico === NOBODY_ICO ? { name: '', place: '', address: '', ico: '', dic: '' } : {}),
});

/** Who sells: the least that the law wants to see on a receipt. */
export function SellerForm(step: StepProps) {
  const t = setupWords();
  const doing = useDoing();
  const settings = catalogue.value?.settings;
  const [form, put] = useState<ShopForm | null>(settings ? sellerForm(settings) : null);
  const [faults, setFaults] = useState<ReadonlyMap<keyof ShopForm, ShopFault>>(new Map());
  const place = useFaultInSight(faults);
  if (!form) return null;
  const save = () => {
    const read = readShop(form);
    setFaults('faults' in read ? read.faults : new Map());
    if ('faults' in read) return;
    void doing.run(async () => {
      const saved = await api.changeSettings({ seller: read.patch.seller });
      if (saved.fault) return saved;
      void refreshCatalogue();
      return setupApi.mark('shop', 'done');
    }, step.next);
  };
  return (
    <Step
      title={t.sellerTitle}
      text={t.sellerText}
      step={step}
      done={stateOf(step.view, 'shop') === 'done'}
      primary={{ label: t.saveNext, disabled: doing.busy.value, onClick: save }}
    >
      <div class="setup-form stack" ref={place}>
        <div class="form-grid">
          <SellerFields
            form={form}
            faults={faults}
            told={fieldFaults(doing.fault.value)}
            onChange={(change) => put({ ...form, ...change })}
          />
        </div>
        <FaultNote fault={doing.fault.value} />
      </div>
    </Step>
  );
}
