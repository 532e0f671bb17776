import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** An empty data folder that is gone at the end of the `using` scope. */
export function testFolder(): Disposable & { readonly dir: string } {
  const dir = mkdtempSync(path.join(tmpdir(), 'kasad-'));
  return { dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) };
}
