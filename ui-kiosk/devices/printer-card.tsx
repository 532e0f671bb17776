import { PaperSheet } from '../widgets/paper.tsx';
import { act, type PrinterState } from './state.ts';
import { Switch } from './switch.tsx';
import { words } from './words.ts';

/** A printer: what one can do to it, and the papers that came out, the newest at the slot. */
export function PrinterCard({ printer }: { printer: PrinterState }) {
  const t = words();
  const set = (switches: object) => act(`printers/${encodeURIComponent(printer.id)}`, switches);
  const levels = [
    ['ok', t.paperOk],
    ['near-end', t.paperNearEnd],
    ['out', t.paperOut],
  ] as const;
  const trouble =
    !printer.plugged ||
    printer.paper === 'out' ||
    printer.cover === 'open' ||
    printer.jammed ||
    printer.silent;

  return (
    <section class="device printer" aria-label={printer.name}>
      <header>
        <h2>{printer.name}</h2>
        <span class="lamp" data-on={trouble ? 'fault' : printer.paper === 'ok' ? 'ok' : 'attention'} />
      </header>
      <fieldset class="levels">
        <legend>{t.paper}</legend>
        {levels.map(([level, label]) => (
          <Switch key={level} on={printer.paper === level} label={label} set={() => set({ paper: level })} />
        ))}
      </fieldset>
      <div class="switches">
        <Switch
          on={printer.cover === 'open'}
          label={t.cover}
          set={(on) => set({ cover: on ? 'open' : 'closed' })}
        />
        <Switch on={printer.jammed} label={t.jammed} set={(jammed) => set({ jammed })} />
        <Switch on={printer.silent} label={t.silent} set={(silent) => set({ silent })} />
        <Switch on={!printer.plugged} label={t.unplugged} set={(pulled) => set({ plugged: !pulled })} />
      </div>
      <div class="slot" />
      <div class="strip">
        {printer.papers.length === 0 && <p class="quiet">{t.nothingPrinted}</p>}
        {printer.papers.map(({ id, paper }) => (
          <div class="torn" key={id}>
            <PaperSheet paper={paper} label={t.printed(printer.name)} />
          </div>
        ))}
      </div>
    </section>
  );
}
