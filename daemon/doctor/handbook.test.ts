import { expect, test } from 'vitest';
import { handbook } from './handbook.ts';

test('the guide says what the program says; `vitest run -u daemon/doctor/handbook.test.ts` writes it anew', async () => {
  await expect(handbook()).toMatchFileSnapshot('../../docs/cs/kontrola.md');
});
