import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { connected } from '../../store/signals.ts';
import { onEvent } from '../../store/sync.ts';
import { createAsking } from './asking.ts';

/**
 * Asks again whenever registering has moved on, and after a gap in which nothing could be heard. While a backlog is
 * being sent there is news several times a second: what comes during a question is asked about once, after it.
 */
export function useEetNews(reload: () => Promise<void>): void {
  const latest = useRef(reload);
  latest.current = reload;
  const deaf = useRef(false);
  const ask = useRef(createAsking(() => latest.current())).current;
  useEffect(
    () =>
      onEvent(({ kind }) => {
        if (kind === 'eet') void ask();
      }),
    [ask],
  );
  useSignalEffect(() => {
    if (connected.value === false) deaf.current = true;
    else if (deaf.current) {
      deaf.current = false;
      void ask();
    }
  });
}
