import { say } from '../../store/beside.ts';
import { type ExportTask, exportAll } from './export.ts';

/** Process: writes the export that its argument asks for; answers its summary, or what went wrong. */
const [, , task = ''] = process.argv;

function run(): { summary: unknown } | { code: string } {
  try {
    return { summary: exportAll(JSON.parse(task) as ExportTask) };
  } catch (error) {
    return { code: (error as { code?: string }).code ?? String(error) };
  }
}

say(run());
