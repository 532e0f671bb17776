import { language } from '../../../ui/language.ts';
import type { Fault } from '../../client/fault.ts';
import { FaultNote, Note } from '../../widgets/note.tsx';
import { configFaults } from './config-faults.ts';
import { setupWords } from './words.ts';

/** Why a change of the configuration was not taken, value by value where the register says it. */
export function ConfigFaultNote({ fault }: { fault: Fault | null }) {
  const faults = configFaults(fault);
  if (faults.length === 0) return <FaultNote fault={fault} />;
  return (
    <Note kind="fault">
      {faults.map(({ pointer, what, remedy }) => (
        <span key={`${pointer} ${what}`} class="block">
          {language.value === 'cs' ? `${what} ${remedy}` : `${setupWords().faulty} (${pointer})`}
        </span>
      ))}
    </Note>
  );
}
