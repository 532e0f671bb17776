import type { ComponentChildren } from 'preact';
import type { SetupStep } from '../../../daemon/http/contract.ts';
import { language } from '../../../ui/language.ts';
import { go } from '../../router.ts';
import { lock } from '../../store/lock.ts';
import { catalogue } from '../../store/signals.ts';
import { refreshCatalogue, refreshSetup } from '../../store/sync.ts';
import { useDoing } from '../../widgets/doing.ts';
import { Icon } from '../../widgets/icon.tsx';
import { FaultNote, Note } from '../../widgets/note.tsx';
import { applyConfig } from './applying.ts';
import { ConfigFaultNote } from './config-fault-note.tsx';
import { setupApi } from './setup-api.ts';
import { Step, type StepProps } from './step.tsx';
import { setupWords } from './words.ts';

/** What is done, what was left out and what that means; then selling. */
export function SummaryStep(step: StepProps) {
  const { view } = step;
  const t = setupWords();
  const doing = useDoing();
  const ready = view.configured && !view.open;
  const items = catalogue.value?.items.length ?? 0;
  const start = () =>
    void doing.run(setupApi.finish, async () => {
      // Whoever set it up is not the one who sells.
      if (!view.finished) await lock();
      go('sell');
      await refreshSetup();
    });
  return (
    <Step
      title={ready ? t.summaryTitle : t.summaryNotReady}
      text={t.summaryText}
      step={step}
      done
      primary={{ label: t.start, disabled: !ready || doing.busy.value, onClick: start }}
    >
      <Missing step={step} />
      <FaultNote fault={doing.fault.value} />
      <ul class="list panel">
        {view.steps.map((one) => (
          <Row
            key={one.id}
            state={one.state}
            name={t.names[one.id]}
            action={one.state === 'done' ? t.change : t.toStep}
            onGo={() => step.to(one.id)}
          >
            {sentence(one)}
          </Row>
        ))}
        <Row state={items > 0 ? 'done' : 'open'} name={t.priceList}>
          {items > 0 ? t.priceListFull(items) : t.priceListEmpty}
        </Row>
      </ul>
      {ready && !view.finished && <p class="quiet">{t.startHint}</p>}
    </Step>
  );
}

function sentence(one: SetupStep): string {
  return one.state === 'done' ? one[language.value] : setupWords().meaning[one.id];
}

/** What keeps the register from selling, and the shortest way out of it. */
function Missing({ step: { view, reload, to } }: { step: StepProps }) {
  const t = setupWords();
  const doing = useDoing();
  const { proposal } = view;
  const name = () =>
    void doing.run(
      () => applyConfig({ register: { ...proposal, label: null } }),
      () => {
        void refreshCatalogue();
        void reload();
      },
    );
  return (
    <>
      <ConfigFaultNote fault={doing.fault.value} />
      {!view.configured && (
        <div class="waiting-note setup-missing">
          <Note kind="attention">{t.missingRegister}</Note>
          <button type="button" class="button" disabled={doing.busy.value} onClick={name}>
            {t.takeProposal(proposal.name, proposal.series)}
          </button>
        </div>
      )}
      {view.open && (
        <div class="waiting-note setup-missing">
          <Note kind="attention">{t.missingStaff}</Note>
          <button type="button" class="button" onClick={() => to('staff')}>
            {t.addFirst}
          </button>
        </div>
      )}
    </>
  );
}

function Row({
  state,
  name,
  action,
  onGo,
  children,
}: {
  state: SetupStep['state'];
  name: string;
  action?: string;
  onGo?: () => void;
  children: ComponentChildren;
}) {
  const t = setupWords();
  return (
    <li class="setup-candidate">
      <span class={`setup-mark ${state}`} role="img" aria-label={t.states[state]}>
        {state === 'done' ? <Icon name="check" size={18} /> : '–'}
      </span>
      <div class="grow">
        <h2>{name}</h2>
        <p class={state === 'done' ? 'quiet' : undefined}>{children}</p>
      </div>
      {action && (
        <button type="button" class="button" aria-label={`${action}: ${name}`} onClick={onGo}>
          {action}
        </button>
      )}
    </li>
  );
}
