import { expect, test } from 'vitest';
import { baudOf, printerUrl, sameLine, withBaud } from './address.ts';

test.each([
  ['10.0.0.5', 'tcp://10.0.0.5:9100'],
  [' 10.0.0.5:9101 ', 'tcp://10.0.0.5:9101'],
  ['tcp://10.0.0.5:9100/', 'tcp://10.0.0.5:9100'],
  ['Tiskarna.local', 'tcp://tiskarna.local:9100'],
])('%s is a printer at %s', (typed, url) => {
  expect(printerUrl(typed)).toBe(url);
});

test.each([
  '',
  '10.0.0',
  '10.0.0.256',
  '10.0.0.5.6',
  '10.0.0.5:0',
  '10.0.0.5:70000',
  'kuchyň',
  'http://10.0.0.5',
  '-a',
])('%s is no address', (typed) => {
  expect(printerUrl(typed)).toBeNull();
});

test('a serial line keeps what else its address says when its speed changes', () => {
  const url = 'serial:/dev/serial/by-path/pci-0?baud=9600&parity=even';
  expect(baudOf(url)).toBe('9600');
  expect(withBaud(url, '19200')).toBe('serial:/dev/serial/by-path/pci-0?baud=19200&parity=even');
  expect(withBaud('serial:/dev/ttyUSB0', '1200')).toBe('serial:/dev/ttyUSB0?baud=1200');
  expect(sameLine(url, withBaud(url, '115200'))).toBe(true);
  expect(sameLine(url, 'serial:/dev/ttyUSB0')).toBe(false);
});
