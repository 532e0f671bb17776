import { useState } from 'preact/hooks';
import type { SetupView, TryPrinter, TryResult } from '../../../daemon/http/contract.ts';
import { useDoing } from '../../widgets/doing.ts';
import { Keypad } from '../../widgets/keypad.tsx';
import { FaultNote, Note } from '../../widgets/note.tsx';
import { CodePageQuestion, isCodePage } from '../settings/code-page-question.tsx';
import { settingsWords } from '../settings/words.ts';
import { deviceWords } from './device-words.ts';
import { modelName } from './model-name.ts';
import { Select } from './select.tsx';
import { setupApi } from './setup-api.ts';
import { SpeedField } from './speed-field.tsx';
import { Step, type StepProps } from './step.tsx';
import { TrialPaper } from './trial-paper.tsx';
import { TryNote } from './try-result.tsx';

/** A printer as it is being tried: its line, its model, and what was found out against the model. */
export type Tried = Omit<TryPrinter, 'page'>;

/** What was printed last, and so what is asked. */
type Asked = TryPrinter['page'] | 'nothing-came' | null;

const LEAST_COLUMNS = 16;
const MOST_COLUMNS = 96;
const FULL_COLUMNS = 48;

/** Prints, and asks a person what the paper looks like, until it is right. */
export function PrinterTrial({
  name,
  step,
  models,
  tried,
  onChange,
  onRight,
}: {
  name: string;
  step: StepProps;
  models: SetupView['models']['printers'];
  tried: Tried;
  onChange: (tried: Tried) => void;
  onRight: () => void;
}) {
  const t = deviceWords();
  const s = settingsWords();
  const doing = useDoing();
  const [asked, ask] = useState<Asked>(null);
  const [result, setResult] = useState<TryResult | null>(null);
  const [number, setNumber] = useState('');
  const print = (page: TryPrinter['page'], what: Tried = tried) => {
    setResult(null);
    setNumber('');
    onChange(what);
    void doing.run(
      () => setupApi.tryPrinter({ ...what, page }),
      (came) => {
        setResult(came);
        ask(came.state === 'failed' ? null : page);
      },
    );
  };
  const busy = doing.busy.value;
  const model = models.find(({ id }) => id === tried.profile);
  const columnsFit = number !== '' && Number(number) >= LEAST_COLUMNS && Number(number) <= MOST_COLUMNS;
  const useCodePage = () => {
    if (isCodePage(number)) print('basic', { ...tried, codePage: Number(number) });
  };
  const useColumns = () => {
    if (columnsFit) print('basic', { ...tried, columns: Number(number) });
  };
  const primary = {
    'code-pages': {
      label: t.useNumber(number || '…'),
      disabled: busy || !isCodePage(number),
      onClick: useCodePage,
    },
    columns: { label: t.useNumber(number || '…'), disabled: busy || !columnsFit, onClick: useColumns },
    basic: { label: t.right, disabled: busy, onClick: onRight },
    'nothing-came': { label: t.printAgain, disabled: busy, onClick: () => print('basic') },
  };
  const start = {
    label: result ? t.printAgain : t.print,
    disabled: busy,
    onClick: () => print('basic'),
  };
  return (
    <Step
      title={t.tryTitle(name)}
      {...(asked === null ? { text: t.trialText } : {})}
      step={step}
      done
      primary={doing.slow.value ? { ...start, label: t.printing } : asked ? primary[asked] : start}
    >
      <FaultNote fault={doing.fault.value} />
      <TryNote result={result} />
      {asked === 'basic' && (
        <>
          <p>
            <strong>{t.look}</strong> {t.lookText}
          </p>
          <div class="setup-answers">
            <button type="button" class="button tall" disabled={busy} onClick={() => print('code-pages')}>
              {t.wrongLetters}
            </button>
            <button type="button" class="button tall" disabled={busy} onClick={() => print('columns')}>
              {t.wrongWidth}
            </button>
            <button type="button" class="button tall" disabled={busy} onClick={() => ask('nothing-came')}>
              {t.nothingCame}
            </button>
          </div>
          <TrialPaper columns={tried.columns ?? model?.columns ?? FULL_COLUMNS} />
        </>
      )}
      {asked === 'code-pages' && (
        <div class="setup-number">
          <CodePageQuestion text={number} onText={setNumber} onEnter={useCodePage} />
        </div>
      )}
      {asked === 'columns' && (
        <div class="setup-number">
          <p>
            <strong>{t.whichRuler}</strong> {t.whichRulerText}
          </p>
          <output class="cash-amount large" aria-label={t.whichRuler}>
            {number === '' ? '–' : number}
          </output>
          <Keypad value={number} onChange={setNumber} maxLength={2} bare onEnter={useColumns} />
        </div>
      )}
      {asked === 'nothing-came' && <Note kind="attention">{t.nothingCameText}</Note>}
      {(asked === null || asked === 'nothing-came') && (
        <div class="setup-form stack">
          <Select
            label={t.model}
            hint={t.modelHint}
            value={tried.profile}
            options={models.map(({ id, name: model }) => ({ value: id, text: modelName(id, model) }))}
            onChoose={(profile) => onChange({ ...tried, profile, codePage: null, columns: null })}
          />
          <SpeedField url={tried.url} onUrl={(url) => onChange({ ...tried, url })} />
          {(tried.codePage !== null || tried.columns !== null) && (
            <p class="small quiet">
              {[
                tried.codePage !== null && s.codePage(tried.codePage),
                tried.columns !== null && t.columnsAre(tried.columns),
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
          )}
          <div class="row">
            <button type="button" class="button" disabled={busy} onClick={onRight}>
              {t.untriedGoOn}
            </button>
          </div>
        </div>
      )}
    </Step>
  );
}
