import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { EetTestResult } from '../../../daemon/http/contract.ts';
import { said } from '../../../ui/language.ts';
import { api } from '../../client/api.ts';
import { useDoing } from '../../widgets/doing.ts';
import { FaultNote, Note } from '../../widgets/note.tsx';
import { eetWords } from './words.ts';

/** A message that records nothing, and under the button what came of it. */
export function Trial({
  off,
  beside,
  onTry,
}: {
  /** There is nothing to try. */
  off: boolean;
  /** Other buttons of the row. */
  beside: ComponentChildren;
  onTry: () => void;
}) {
  const t = eetWords();
  const doing = useDoing();
  const [result, setResult] = useState<EetTestResult | null>(null);
  const run = () => {
    setResult(null);
    onTry();
    void doing.run(api.eetTest, setResult);
  };
  return (
    <>
      <div class="row">
        {!off && (
          <button type="button" class="button" disabled={doing.busy.value} onClick={run}>
            {doing.slow.value ? t.testing : t.test}
          </button>
        )}
        {beside}
      </div>
      <FaultNote fault={doing.fault.value} />
      {result && (
        <Note kind={result.ok ? 'info' : 'attention'} onClose={() => setResult(null)}>
          <strong>{said(result.what)}</strong> {said(result.hint)}
          {result.warnings.map(({ code, text }) => (
            <span key={code} class="block">
              {t.warning(code, text)}
            </span>
          ))}
        </Note>
      )}
    </>
  );
}
