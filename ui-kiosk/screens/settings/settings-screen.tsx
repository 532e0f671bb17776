import type { ComponentType } from 'preact';
import type { CatalogueView } from '../../../daemon/http/contract.ts';
import { go, route } from '../../router.ts';
import { catalogue, has } from '../../store/signals.ts';
import { Busy } from '../../widgets/load.tsx';
import { ScrollPlace } from '../../widgets/scroll-place.tsx';
import '../office.css';
import { About } from './about.tsx';
import { Data } from './data.tsx';
import { Devices } from './devices.tsx';
import { Doctor } from './doctor.tsx';
import { Eet } from './eet.tsx';
import { FunctionKeys } from './function-keys.tsx';
import { Payments } from './payments.tsx';
import { Register } from './register.tsx';
import './settings.css';
import { Backoffice } from '../backoffice/backoffice.tsx';
import { Siblings } from '../siblings/siblings.tsx';
import { Shop } from './shop.tsx';
import { Staff } from './staff.tsx';
import { Tables } from './tables.tsx';
import { Update } from './update.tsx';
import { VatRates } from './vat-rates.tsx';
import { settingsWords } from './words.ts';

export interface SectionProps {
  readonly view: CatalogueView;
}

const SECTIONS: readonly { readonly id: SectionId; readonly Part: ComponentType<SectionProps> }[] = [
  { id: 'devices', Part: Devices },
  { id: 'shop', Part: Shop },
  { id: 'payments', Part: Payments },
  { id: 'eet', Part: Eet },
  { id: 'vat', Part: VatRates },
  { id: 'tables', Part: Tables },
  { id: 'staff', Part: Staff },
  { id: 'keys', Part: FunctionKeys },
  { id: 'data', Part: Data },
  { id: 'siblings', Part: Siblings },
  { id: 'backoffice', Part: Backoffice },
  { id: 'register', Part: Register },
  { id: 'doctor', Part: Doctor },
  { id: 'update', Part: Update },
  { id: 'about', Part: About },
];
type SectionId =
  | 'devices'
  | 'shop'
  | 'payments'
  | 'eet'
  | 'vat'
  | 'tables'
  | 'staff'
  | 'keys'
  | 'data'
  | 'siblings'
  | 'backoffice'
  | 'register'
  | 'doctor'
  | 'update'
  | 'about';

/** `#/settings/<section>`: sections on the left, the chosen one on the right. */
export default function SettingsScreen() {
  const view = catalogue.value;
  const t = settingsWords();
  if (!view) return <Busy />;
  const section = SECTIONS.find(({ id }) => id === route.value[1]) ?? SECTIONS[0];
  if (!section) return null;
  return (
    <div class="settings">
      <nav class="scroll" aria-label={t.sections}>
        {SECTIONS.map(({ id }) => (
          <button
            key={id}
            type="button"
            class="list-row"
            aria-current={id === section.id ? 'true' : undefined}
            onClick={() => go('settings', id)}
          >
            {t[id]}
          </button>
        ))}
        {has('devices') && (
          <button type="button" class="list-row" onClick={() => go('setup')}>
            {t.wizard}
          </button>
        )}
      </nav>
      <ScrollPlace class="settings-part" key={section.id} label={t[section.id]}>
        <section.Part view={view} />
      </ScrollPlace>
    </div>
  );
}
