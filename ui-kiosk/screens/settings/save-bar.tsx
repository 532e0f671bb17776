import { useEffect, useRef, useState } from 'preact/hooks';
import type { SettingsPatch } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import type { Answer } from '../../client/fault.ts';
import { frame } from '../../i18n/frame.ts';
import { refreshCatalogue } from '../../store/sync.ts';
import { type Doing, useDoing } from '../../widgets/doing.ts';
import { FaultNote } from '../../widgets/note.tsx';
import { settingsWords } from './words.ts';

/** Values under one's hands: until touched they follow the register, then they wait for saving. */
export interface Draft<T> {
  readonly value: T;
  readonly dirty: boolean;
  readonly saved: boolean;
  readonly doing: Doing;
  readonly set: (value: T) => void;
  readonly discard: () => void;
  readonly save: (request: () => Promise<Answer<unknown>>) => void;
}

export function useDraft<T>(current: T): Draft<T> {
  const [changed, change] = useState<{ readonly value: T } | null>(null);
  const [saved, setSaved] = useState(false);
  const doing = useDoing();
  return {
    value: changed ? changed.value : current,
    dirty: changed !== null,
    saved,
    doing,
    set: (value) => {
      setSaved(false);
      change({ value });
    },
    discard: () => {
      doing.fault.value = null;
      change(null);
    },
    save: (request) =>
      void doing.run(request, () => {
        void refreshCatalogue().then(() => {
          change(null);
          setSaved(true);
        });
      }),
  };
}

/** At the bottom of a form, in sight while there is something to save. */
export function SaveBar({
  draft,
  onSave,
}: {
  draft: Omit<Draft<unknown>, 'set' | 'value'>;
  onSave: () => void;
}) {
  const t = settingsWords();
  return (
    <div class={draft.dirty ? 'save-bar dirty' : 'save-bar'}>
      <FaultNote fault={draft.doing.fault.value} />
      <div class="row">
        <span class="quiet push" role="status">
          {draft.dirty ? t.unsaved : draft.saved ? t.saved : ''}
        </span>
        {draft.dirty && (
          <>
            <button type="button" class="button" onClick={draft.discard}>
              {t.discard}
            </button>
            <button type="button" class="button primary" disabled={draft.doing.busy.value} onClick={onSave}>
              {draft.doing.slow.value ? frame().waiting : frame().save}
            </button>
          </>
        )}
      </div>
    </div>
  );
}

/** One setting changed by one tap, without a button to save it. */
export function useInstant(): { readonly doing: Doing; readonly change: (patch: SettingsPatch) => void } {
  const doing = useDoing();
  return {
    doing,
    change: (patch) =>
      void doing.run(
        () => api.changeSettings(patch),
        () => void refreshCatalogue(),
      ),
  };
}

/** Brings the first fault of a form into sight when it appears. */
export function useFaultInSight(when: unknown) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.querySelector('.error')?.scrollIntoView({ block: 'center' });
  }, [when]);
  return place;
}
