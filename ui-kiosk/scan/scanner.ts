import { onEvent } from '../store/sync.ts';
import { handOver } from './claim.ts';
import { SCANNED } from './scanned.ts';
import { idleWedge, readDigits, wedgeKey } from './wedge.ts';

type Field = HTMLInputElement | HTMLTextAreaElement;
const fieldOf = (target: EventTarget | null): Field | null =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null;

/**
 * Listens for codes from a keyboard wedge and from the daemon's scanners. A field marked `data-scan="keep"`
 * (the EAN of an item being edited) gets the code as typed text; any other field gets back what it held.
 */
export function listenForScans(take: (code: string) => void): () => void {
  let wedge = idleWedge;
  let held: { field: Field; value: string } | null = null;

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const field = fieldOf(event.target);
    if (field?.dataset.scan === 'keep') return;
    const step = wedgeKey(wedge, event.key, event.timeStamp);
    wedge = step.next;
    if (step.begins) held = field && { field, value: field.value };
    if (step.code === null) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (held && held.field === field) {
      field.value = held.value;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
    dispatchEvent(new Event(SCANNED));
    handOver(readDigits(step.code), take);
  }

  addEventListener('keydown', onKeyDown, true);
  const stop = onEvent((event) => {
    if (event.kind === 'scan') handOver(event.code, take);
  });
  return () => {
    removeEventListener('keydown', onKeyDown, true);
    stop();
  };
}
