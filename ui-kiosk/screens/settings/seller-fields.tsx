import { TextField } from '../../widgets/field.tsx';
import type { ShopFault, ShopForm } from './shop-form.ts';
import { settingsWords } from './words.ts';

/** Who sells, in the fields of a form grid. */
export function SellerFields({
  form,
  faults,
  told,
  onChange,
}: {
  form: ShopForm;
  faults: ReadonlyMap<keyof ShopForm, ShopFault>;
  /** What the register said about single fields. */
  told: ReadonlyMap<string, string>;
  onChange: (change: Partial<ShopForm>) => void;
}) {
  const t = settingsWords();
  const errorAt = (field: keyof ShopForm): string | undefined => {
    const own = faults.get(field);
    return own ? t[own] : told.get(field);
  };
  return (
    <>
      <div class="wide-field">
        <TextField
          label={t.sellerName}
          value={form.name}
          maxLength={120}
          error={errorAt('name')}
          onInput={(name) => onChange({ name })}
        />
      </div>
      <div class="wide-field">
        <TextField
          label={t.place}
          value={form.place}
          maxLength={120}
          onInput={(place) => onChange({ place })}
        />
      </div>
      <div class="wide-field">
        <TextField
          label={t.address}
          value={form.address}
          maxLength={200}
          error={errorAt('address')}
          onInput={(address) => onChange({ address })}
        />
      </div>
      <TextField
        label={t.ico}
        value={form.ico}
        inputMode="numeric"
        error={errorAt('ico')}
        onInput={(ico) => onChange({ ico })}
      />
      <TextField
        label={t.dic}
        value={form.dic}
        hint={t.dicHint}
        error={errorAt('dic')}
        onInput={(dic) => onChange({ dic })}
      />
    </>
  );
}
