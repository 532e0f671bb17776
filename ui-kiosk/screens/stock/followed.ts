import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Answer } from '../../client/fault.ts';
import { connected } from '../../store/signals.ts';
import { onEvent } from '../../store/sync.ts';
import { type Loaded, useLoad } from '../../widgets/load.tsx';

/** Fetched again whenever stock or price list have changed, and after a gap in which nothing could be heard. */
export function useFollowed<T>(request: () => Promise<Answer<T>>, inputs: readonly unknown[]): Loaded<T> {
  const loaded = useLoad(request, inputs);
  const deaf = useRef(false);
  useEffect(
    () =>
      onEvent(({ kind }) => {
        if (kind === 'stock' || kind === 'catalogue') void loaded.reload();
      }),
    [loaded.reload],
  );
  useSignalEffect(() => {
    if (connected.value === false) deaf.current = true;
    else if (deaf.current) {
      deaf.current = false;
      void loaded.reload();
    }
  });
  return loaded;
}
