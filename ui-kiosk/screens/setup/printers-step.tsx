import { useState } from 'preact/hooks';
import type { SetupCandidate, SetupPrinter } from '../../../daemon/http/contract.ts';
import { FaultNote, Note } from '../../widgets/note.tsx';
import { AddressDialog } from './address-dialog.tsx';
import { Candidates } from './candidates.tsx';
import { deviceWords } from './device-words.ts';
import { PrinterPapers } from './printer-papers.tsx';
import { PrinterTrial, type Tried } from './printer-trial.tsx';
import { useSearch } from './scan.ts';
import { SearchBar } from './search-bar.tsx';
import { Step, type StepProps } from './step.tsx';
import { UsedPrinters } from './used-printers.tsx';

/** A printer under one's hands: new ones are tried first. */
interface Open {
  readonly part: 'trial' | 'papers';
  readonly name: string;
  readonly tried: Tried;
  /** Null: a new one. */
  readonly printer: SetupPrinter | null;
}

const FIRST_MODEL = 'generic-80';

export function PrintersStep(step: StepProps) {
  const t = deviceWords();
  const search = useSearch({ lan: true });
  const [open, setOpen] = useState<Open | null>(null);
  const [typing, setTyping] = useState(false);
  const [saved, setSaved] = useState<string | null>(null);
  const { printers, models } = step.view;

  const fresh = (name: string, url: string, profile: string | null) => {
    setSaved(null);
    setTyping(false);
    setOpen({
      part: 'trial',
      name,
      printer: null,
      tried: { url, profile: profile ?? FIRST_MODEL, codePage: null, columns: null },
    });
  };
  if (open) {
    const back = () => setOpen(null);
    const inner: StepProps = { ...step, back };
    return open.part === 'trial' ? (
      <PrinterTrial
        name={open.name}
        step={inner}
        models={models.printers}
        tried={open.tried}
        onChange={(tried) => setOpen({ ...open, tried })}
        onRight={() => setOpen({ ...open, part: 'papers' })}
      />
    ) : (
      <PrinterPapers
        step={{ ...inner, back: () => setOpen({ ...open, part: 'trial' }) }}
        tried={open.tried}
        printer={open.printer}
        onSaved={(name) => {
          setSaved(name);
          void step.reload().then(back);
        }}
      />
    );
  }
  return (
    <Step title={t.printersTitle} text={t.printersText} step={step} done={printers.length > 0}>
      {saved && <Note kind="info">{t.saved(saved)}</Note>}
      <UsedPrinters
        step={step}
        onChange={(printer) => {
          const { url, profile, codePage, columns, name } = printer;
          setOpen({ part: 'trial', name, printer, tried: { url, profile, codePage, columns } });
        }}
      />
      <SearchBar search={search} onAddress={() => setTyping(true)} />
      <FaultNote fault={search.doing.fault.value ?? search.loaded.fault.value} />
      <Candidates
        search={search}
        wanted="printer"
        onChoose={(one: SetupCandidate) => fresh(one.name, one.url, one.profile)}
      />
      {typing && (
        <AddressDialog
          onAddress={(url) => fresh(url.replace('tcp://', ''), url, null)}
          onClose={() => setTyping(false)}
        />
      )}
    </Step>
  );
}
