import type { BackofficeView } from '../../../daemon/http/contract.ts';
import { language } from '../../../ui/language.ts';
import { api } from '../../client/api.ts';
import { Fetched, useLoad } from '../../widgets/load.tsx';
import { Note } from '../../widgets/note.tsx';
import { JoinFields, useJoinForm } from '../backoffice/join-form.tsx';
import { backofficeWords } from '../backoffice/words.ts';
import { Step, type StepProps } from './step.tsx';
import { setupWords } from './words.ts';

export function BackofficeStep(step: StepProps) {
  const backoffice = useLoad(api.backoffice, []);
  return (
    <Fetched of={backoffice}>
      {(view) =>
        view.state === 'unpaired' || view.state === 'refused' ? (
          <Join step={step} view={view} onJoined={() => void backoffice.reload().then(step.reload)} />
        ) : (
          <Joined step={step} view={view} />
        )
      }
    </Fetched>
  );
}

function Join({ step, view, onJoined }: { step: StepProps; view: BackofficeView; onJoined: () => void }) {
  const t = setupWords();
  const form = useJoinForm(view, onJoined);
  return (
    <Step
      title={t.backofficeTitle}
      text={t.backofficeText}
      step={step}
      done={false}
      primary={{
        label: form.doing.slow.value ? backofficeWords().joining : backofficeWords().join,
        disabled: !form.ready || form.doing.busy.value,
        onClick: form.join,
      }}
    >
      <div class="setup-form">
        {view.state === 'refused' && <Note kind="attention">{view[language.value]}</Note>}
        <JoinFields form={form} view={view} />
      </div>
    </Step>
  );
}

function Joined({ step, view }: { step: StepProps; view: BackofficeView }) {
  return (
    <Step title={setupWords().backofficeTitle} step={step} done>
      <Note kind="info">
        <strong>{backofficeWords().joined(view.store?.name ?? '')}</strong> {view[language.value]}
      </Note>
    </Step>
  );
}
