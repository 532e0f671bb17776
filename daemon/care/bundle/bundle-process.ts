import { readFileSync } from 'node:fs';
import { say } from '../../store/beside.ts';
import { writeWhole } from '../whole-file.ts';
import { type BundleTask, makeBundle } from './bundle.ts';

/** Process: makes the bundle of the task in the file `task` and writes it to `target`; answers null or what went wrong. */
const [, , task = '', target = ''] = process.argv;

function run(): { code: string } | null {
  try {
    writeWhole(target, makeBundle(JSON.parse(readFileSync(task, 'utf8')) as BundleTask));
    return null;
  } catch (error) {
    return { code: (error as { code?: string }).code ?? String(error) };
  }
}

say(run());
