import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { SetupStepId, SetupView } from '../../../daemon/http/contract.ts';
import { frame } from '../../i18n/frame.ts';
import { setupWords } from './words.ts';

/** What every step is given. */
export interface StepProps {
  readonly view: SetupView;
  readonly reload: () => Promise<void>;
  /** To the next step; asked of somebody who is done with this one. */
  readonly next: () => void;
  /** To the next step, and it is written down that this one was left out. */
  readonly skip: () => void;
  /** To the step before; null at the first one. */
  readonly back: (() => void) | null;
  readonly to: (step: SetupStepId | 'summary') => void;
}

export interface Act {
  readonly label: string;
  readonly onClick: () => void;
  readonly disabled?: boolean;
}

/**
 * One step: what it asks, the work, and at the bottom the way on. The heading gets the focus, so that whoever listens
 * hears where he is. `primary` stands for "continue" while there is something to be done first; then the step may be
 * skipped.
 */
export function Step({
  title,
  text,
  step,
  done,
  primary,
  secondary,
  children,
}: {
  title: string;
  text?: string;
  step: StepProps;
  done: boolean;
  primary?: Act | undefined;
  /** The other answer to what is asked; stands in the place of skipping. */
  secondary?: Act | undefined;
  children?: ComponentChildren;
}) {
  const t = setupWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const body = useRef<HTMLDivElement>(null);
  // A part of a step that follows another one is a page of its own.
  useEffect(() => {
    heading.current?.focus();
    body.current?.scrollTo(0, 0);
  }, [title]);
  return (
    <>
      <div class="scroll setup-body" ref={body}>
        <h1 class="large" tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {text && <p class="quiet">{text}</p>}
        {children}
      </div>
      <div class="setup-foot">
        {step.back && (
          <button type="button" class="button tall" onClick={step.back}>
            {frame().back}
          </button>
        )}
        <span class="push" />
        {secondary ? (
          <button
            type="button"
            class="button tall"
            disabled={secondary.disabled ?? false}
            onClick={secondary.onClick}
          >
            {secondary.label}
          </button>
        ) : (
          !done && (
            <button type="button" class="button tall" onClick={step.skip}>
              {t.skip}
            </button>
          )
        )}
        {primary ? (
          <button
            type="button"
            class="button primary tall"
            disabled={primary.disabled ?? false}
            onClick={primary.onClick}
          >
            {primary.label}
          </button>
        ) : (
          done && (
            <button type="button" class="button primary tall" onClick={step.next}>
              {t.next}
            </button>
          )
        )}
      </div>
    </>
  );
}

export const stateOf = (view: SetupView, id: SetupStepId) =>
  view.steps.find((one) => one.id === id)?.state ?? 'open';
