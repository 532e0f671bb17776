import type { ComponentChildren } from 'preact';
import { type Fault, problemWords } from '../client/fault.ts';
import { frame } from '../i18n/frame.ts';
import { Icon } from './icon.tsx';

/** What a fault says to a person, in a sentence and what to do; null when there is nothing to say. */
export function faultWords(fault: Fault): { text: string; hint: string } | null {
  switch (fault.kind) {
    case 'problem':
      return problemWords(fault.problem);
    case 'unreachable':
      return { text: frame().unreachable, hint: frame().unreachableHint };
    case 'odd-answer':
      return { text: frame().oddAnswer, hint: frame().oddAnswerHint };
    case 'cancelled':
      return null;
  }
}

/** A fault where the hand is. Stays until the next deed or until it is closed. */
export function FaultNote({ fault, onClose }: { fault: Fault | null; onClose?: () => void }) {
  const words = fault && faultWords(fault);
  if (!words) return null;
  return (
    <Note kind="fault" {...(onClose ? { onClose } : {})}>
      <strong>{words.text}</strong> {words.hint}
    </Note>
  );
}

export function Note({
  kind,
  children,
  onClose,
}: {
  kind: 'fault' | 'attention' | 'info';
  children: ComponentChildren;
  onClose?: () => void;
}) {
  return (
    <div class={`note ${kind}`} role={kind === 'fault' ? 'alert' : 'status'}>
      <Icon name={kind === 'fault' ? 'fault' : kind === 'attention' ? 'warning' : 'info'} />
      <p>{children}</p>
      {onClose && (
        <button type="button" class="plain" aria-label={frame().close} onClick={onClose}>
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}
