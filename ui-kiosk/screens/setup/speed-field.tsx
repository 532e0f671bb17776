import { baudOf, isSerial, withBaud } from './address.ts';
import { deviceWords } from './device-words.ts';
import { Select } from './select.tsx';

const SPEEDS = ['1200', '2400', '4800', '9600', '19200', '38400', '57600', '115200'];

/** How fast a serial line speaks; nothing for other lines. */
export function SpeedField({ url, onUrl }: { url: string; onUrl: (url: string) => void }) {
  const t = deviceWords();
  if (!isSerial(url)) return null;
  const now = baudOf(url);
  const speeds = SPEEDS.includes(now) ? SPEEDS : [...SPEEDS, now];
  return (
    <Select
      label={t.speed}
      hint={t.speedHint}
      value={now}
      options={speeds.map((value) => ({ value, text: value }))}
      onChoose={(baud) => onUrl(withBaud(url, baud))}
    />
  );
}
