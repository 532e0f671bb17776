import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import type { SetupStepId, SetupView } from '../../../daemon/http/contract.ts';
import { go, route } from '../../router.ts';
import { StatusButton } from '../../status.tsx';
import { settingUp } from '../../store/signals.ts';
import { onEvent } from '../../store/sync.ts';
import { Icon } from '../../widgets/icon.tsx';
import { LanguageButton } from '../../widgets/language-button.tsx';
import { Fetched, useLoad } from '../../widgets/load.tsx';
import { Note } from '../../widgets/note.tsx';
import '../office.css';
import { BackofficeStep } from './backoffice-step.tsx';
import { DisplayStep } from './display-step.tsx';
import { DrawerStep } from './drawer-step.tsx';
import { EetStep } from './eet-step.tsx';
import { LanguageStep } from './language-step.tsx';
import { PrintersStep } from './printers-step.tsx';
import { RegisterStep } from './register-step.tsx';
import { setupApi } from './setup-api.ts';
import './setup.css';
import { ShopStep } from './shop-step.tsx';
import { StaffStep } from './staff-step.tsx';
import { type StepProps, stateOf } from './step.tsx';
import { SummaryStep } from './summary-step.tsx';
import { setupWords } from './words.ts';

type Place = SetupStepId | 'summary';

const PARTS: Readonly<Record<Place, ComponentType<StepProps>>> = {
  language: LanguageStep,
  shop: ShopStep,
  register: RegisterStep,
  printers: PrintersStep,
  drawer: DrawerStep,
  display: DisplayStep,
  eet: EetStep,
  backoffice: BackofficeStep,
  staff: StaffStep,
  summary: SummaryStep,
};
const PLACES = Object.keys(PARTS) as Place[];

/** `#/setup/<step>`: the steps on the left, the chosen one on the right. The register keeps how far it has come. */
export default function SetupScreen() {
  const t = setupWords();
  const setup = useLoad(setupApi.view, []);
  const { reload } = setup;
  useEffect(
    () =>
      onEvent(({ kind }) => {
        if (kind === 'setup' || kind === 'staff' || kind === 'siblings') void reload();
      }),
    [reload],
  );
  return (
    <div class="setup">
      <header class="bar">
        <strong class="setup-title">{t.title}</strong>
        <StatusButton />
        <LanguageButton />
        {setup.value.value?.finished && (
          <button type="button" class="button" onClick={() => go('settings')}>
            <Icon name="close" />
            {t.close}
          </button>
        )}
      </header>
      <Fetched of={setup}>{(view) => <Steps view={view} reload={reload} />}</Fetched>
    </div>
  );
}

/** Where somebody left off: the first step that nobody has done or put aside. */
const firstOpen = (view: SetupView): Place =>
  PLACES.find((place) => place !== 'summary' && stateOf(view, place) === 'open') ?? 'summary';

function Steps({ view, reload }: { view: SetupView; reload: () => Promise<void> }) {
  const t = setupWords();
  const [screen, asked] = route.value;
  const chosen = PLACES.find((place) => screen === 'setup' && place === asked);
  const place = chosen ?? firstOpen(view);
  // What was chosen for somebody stays chosen while the step is being done.
  useEffect(() => {
    if (!chosen) go('setup', place);
  }, [chosen, place]);
  const at = PLACES.indexOf(place);
  const to = (wanted: Place) => go('setup', wanted);
  const next = () => {
    void reload();
    // Whoever has gone elsewhere while this was being saved stays there.
    if (route.value[1] === place) to(PLACES[at + 1] ?? 'summary');
  };
  const skip = () => {
    if (place === 'summary') return;
    // Written down beside going on: whoever skips does not wait for it, and nothing is lost when it fails.
    void setupApi.mark(place, 'skipped').then(reload);
    next();
  };
  const Part = PARTS[place];
  const before = PLACES[at - 1];
  return (
    <div class="setup-work">
      <nav class="scroll" aria-label={t.steps}>
        <ol>
          {PLACES.map((one, index) => (
            <li key={one}>
              <StepButton
                place={one}
                number={index + 1}
                here={one === place}
                view={view}
                onGo={() => to(one)}
              />
            </li>
          ))}
        </ol>
      </nav>
      <main class="setup-step" aria-label={t.stepOf(at + 1, PLACES.length)}>
        <Applying />
        <ReadOnly view={view} />
        <Part
          key={place}
          view={view}
          reload={reload}
          next={next}
          skip={skip}
          back={before ? () => to(before) : null}
          to={to}
        />
      </main>
    </div>
  );
}

function StepButton({
  place,
  number,
  here,
  view,
  onGo,
}: {
  place: Place;
  number: number;
  here: boolean;
  view: SetupView;
  onGo: () => void;
}) {
  const t = setupWords();
  const state = place === 'summary' ? null : stateOf(view, place);
  return (
    <button type="button" class="list-row" aria-current={here ? 'step' : undefined} onClick={onGo}>
      <span class={`setup-mark ${state ?? ''}`} aria-hidden="true">
        {state === 'done' ? <Icon name="check" size={18} /> : state === 'skipped' ? '–' : number}
      </span>
      <span class="grow">
        {t.names[place]}
        {state && <span class="visually-hidden">, {t.states[state]}</span>}
      </span>
    </button>
  );
}

/** The register is away for a moment because it was told to: said, not feared. */
function Applying() {
  const t = setupWords();
  return (
    <div role="status" class="setup-applying">
      {settingUp.value === 'restart' && <Note kind="info">{t.applying}</Note>}
    </div>
  );
}

function ReadOnly({ view: { file } }: { view: SetupView }) {
  const t = setupWords();
  if (file.writable) return null;
  const folder = file.path.replace(/\/[^/]*$/, '') || '/';
  return (
    <div class="setup-applying">
      <Note kind="attention">
        <strong>{t.readOnly(file.path)}</strong> {t.readOnlyHint(folder)}
      </Note>
    </div>
  );
}
