import type { ComponentChildren } from 'preact';
import { type Fault, problemWords } from '../client/fault.ts';
import { frame } from '../i18n/frame.ts';
import { Icon } from './icon.tsx';

/** What a fault says to a person, in a sentence and what to do. */
export function faultWords(fault: Fault): { text: string; hint: string } {
  switch (fault.kind) {
    case 'problem':
      return problemWords(fault.problem);
    case 'unreachable':
      return { text: frame().unreachable, hint: frame().unreachableHint };
    case 'odd-answer':
      return { text: frame().oddAnswer, hint: frame().oddAnswerHint };
  }
}

/** A fault where the hand is. Stays until the next deed. */
export function FaultNote({ fault }: { fault: Fault | null }) {
  if (!fault) return null;
  const { text, hint } = faultWords(fault);
  return (
    <Note kind="fault">
      <strong>{text}</strong> {hint}
    </Note>
  );
}

export function Note({
  kind,
  children,
  action,
}: {
  kind: 'fault' | 'attention' | 'info' | 'ok';
  children: ComponentChildren;
  /** A button that does something about it. */
  action?: ComponentChildren;
}) {
  return (
    <div class={`note ${kind}`} role={kind === 'fault' ? 'alert' : 'status'}>
      <Icon
        name={
          kind === 'fault' ? 'fault' : kind === 'attention' ? 'warning' : kind === 'ok' ? 'check' : 'info'
        }
      />
      <p>{children}</p>
      {action}
    </div>
  );
}
