import { expect, test } from 'vitest';
import { createIntruderLog } from './intruder-log.ts';

test('the same one is counted, the newest stands first, and only the last twenty are kept', () => {
  const log = createIntruderLog();
  log.saw({ address: '10.0.0.66', why: 'no-certificate', name: null, count: 1 }, 't1');
  log.saw({ address: '10.0.0.67', why: 'not-admitted', name: 'pokladna-9', count: 1 }, 't2');
  log.saw({ address: '10.0.0.66', why: 'no-certificate', name: null, count: 40 }, 't3');
  expect(log.list()).toEqual([
    {
      at: 't3',
      address: '10.0.0.66',
      count: 41,
      cs: 'bez certifikátu',
      en: 'without a certificate',
    },
    {
      at: 't2',
      address: '10.0.0.67',
      count: 1,
      cs: 's odvolaným certifikátem (pokladna-9)',
      en: 'with a revoked certificate (pokladna-9)',
    },
  ]);
  for (let i = 0; i < 30; i++) {
    log.saw({ address: `10.0.1.${i}`, why: 'too-many', name: null, count: 1 }, 't4');
  }
  expect(log.list()).toHaveLength(20);
});
