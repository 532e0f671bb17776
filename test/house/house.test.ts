import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { breach, circle, importsOf } from './imports.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');
// Files not yet committed count too: the rules hold before the commit, not after it.
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(new URL(path, ROOT)));
const sources = files.filter((path) => /\.tsx?$/.test(path));
const shipped = sources.filter((path) => !/\.(test|contract|fixture)\.tsx?$/.test(path));
const imports = sources.flatMap((path) => importsOf(path, read(path)));

describe('the house', () => {
  it('finds imports at all', () => {
    expect(imports.length).toBeGreaterThan(50);
  });

  it('keeps its rooms apart: each folder has one door, and only those above may use it', () => {
    const breaches = imports.flatMap((i) => {
      const why = breach(i);
      return why ? [`${i.from} -> ${i.to}: ${why}`] : [];
    });
    expect(breaches).toEqual([]);
  });

  it('has no circles', () => {
    expect(circle(imports)).toBeUndefined();
  });

  it('touches the real clock, timers and randomness in one file only', () => {
    const outside =
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bsetTimeout\(|\bsetInterval\(|\brandomUUID\(|\brandomBytes\(/;
    const touching = shipped.filter(
      (path) =>
        /^(domain|drivers|sync|eet|daemon|world|wire|catalogue|sheet|backoffice)\/(?!pages\/)/.test(path) &&
        outside.test(withoutComments(read(path))),
    );
    expect(touching).toEqual(['world/index.ts']);
  });

  it('has no file that is everything and no file that is anything', () => {
    const long = shipped.filter(
      (path) => !/^(test|bench)\//.test(path) && read(path).split('\n').length > 500,
    );
    const vague = files.filter((path) => /(^|\/)(utils?|common|helpers?|misc|shared)(\.tsx?$|\/)/.test(path));
    expect({ long, vague }).toEqual({ long: [], vague: [] });
  });

  it('leaves no focused or skipped test and no note to oneself', () => {
    const left = sources.filter(
      (path) =>
        path !== 'test/house/house.test.ts' &&
        /\b(it|test|describe)\.(only|skip|todo)\(|\b(TODO|FIXME|XXX|HACK)\b|@ts-(ignore|nocheck)/.test(
          read(path),
        ),
    );
    expect(left).toEqual([]);
  });
});

describe('the rules of the house can fail', () => {
  const judge = (path: string, source: string) => importsOf(path, source).map(breach);

  it.each([
    ['domain/bill.ts', "import { readFileSync } from 'node:fs';"],
    ['domain/bill.ts', "import dayjs from 'dayjs';"],
    ['drivers/printer/printer.ts', "import { formatAmount } from '../../domain/index.ts';"],
    ['sync/replica.ts', "import { realWorld } from '../world/index.ts';"],
    ['daemon/printing/queue.ts', "import { encode } from '../../drivers/printer/encode.ts';"],
    ['ui-kiosk/app.tsx', "import { PayRequest } from '../daemon/http/contract.ts';"],
    ['ui/schedule-form.ts', "import { fits } from '../wire/index.ts';"],
    ['ui/language.ts', "import { connected } from '../ui-kiosk/store/signals.ts';"],
    ['ui-kiosk/app.tsx', "import type { Store } from '../daemon/store/database.ts';"],
    ['ui-kiosk/app.tsx', "export {\n  encode,\n} from '../drivers/index.ts';"],
    ['drivers/x.ts', "const late = await import('../eet/index.ts');"],
    ['backoffice/pages/app.tsx', "import { Session } from '../http/contract/accounts.ts';"],
    ['backoffice/pages/app.tsx', "import type { Books } from '../books/books.ts';"],
    ['backoffice/pages/app.tsx', "import type { Words } from '../../wire/index.ts';"],
    ['backoffice/backoffice.ts', "import { navigation } from './pages/navigation.ts';"],
  ])('%s: %s', (path, source) => {
    expect(judge(path, source)).toEqual([expect.any(String)]);
  });

  it.each([
    ['daemon/x.ts', "import { encode } from '../drivers/index.ts';"],
    ['ui-kiosk/app.tsx', "import type { BillView } from '../daemon/http/contract.ts';"],
    ['ui-kiosk/app.tsx', "import { type BillView, type Health } from '../daemon/http/contract.ts';"],
    ['backoffice/pages/app.tsx', "import type { Session } from '../http/contract/accounts.ts';"],
    ['backoffice/pages/portal/x.ts', "import { formatAmount } from '../../../domain/index.ts';"],
    ['domain/bill.test.ts', "import fc from 'fast-check';"],
    ['ui-kiosk/widgets/keyboard.tsx', "import 'simple-keyboard/build/css/index.css';"],
  ])('%s: %s is allowed', (path, source) => {
    expect(judge(path, source)).toEqual([undefined]);
  });

  it('sees a circle, and none where types alone close it', () => {
    const [a, b] = [
      importsOf('daemon/a.ts', "import { b } from './b.ts';"),
      importsOf('daemon/b.ts', "import { a } from './a.ts';"),
    ];
    expect(circle([...a, ...b])).toEqual(['daemon/a.ts', 'daemon/b.ts', 'daemon/a.ts']);
    expect(circle([...a, ...importsOf('daemon/b.ts', "import type { A } from './a.ts';")])).toBeUndefined();
  });
});

/** Comments may speak of a clock that the code does not touch. */
function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}
