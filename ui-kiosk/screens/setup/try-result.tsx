import type { TryResult } from '../../../daemon/http/contract.ts';
import { language } from '../../../ui/language.ts';
import { Note } from '../../widgets/note.tsx';

/** What the device itself said of a trial, where it said more than that all is well. */
export function TryNote({ result }: { result: TryResult | null }) {
  if (result === null || result.state === 'done') return null;
  const hint = language.value === 'cs' ? result.hintCs : result.hintEn;
  return (
    <Note kind={result.state === 'failed' ? 'fault' : result.state === 'unknown' ? 'attention' : 'info'}>
      <strong>{result[language.value]}</strong> {hint}
    </Note>
  );
}
