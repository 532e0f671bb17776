import { useEffect } from 'preact/hooks';
import type { SetupCandidate, SetupScan } from '../../../daemon/http/contract.ts';
import { onEvent } from '../../store/sync.ts';
import { type Doing, useDoing } from '../../widgets/doing.ts';
import { type Loaded, useLoad } from '../../widgets/load.tsx';
import { setupApi } from './setup-api.ts';

/** The search for devices, as the register tells it. */
export interface Search {
  readonly loaded: Loaded<SetupScan>;
  readonly found: readonly SetupCandidate[];
  readonly doing: Doing;
  readonly start: () => void;
  readonly stop: () => void;
}

/** Begins by itself where nobody has searched since the register started; `lan` asks the network too. */
export function useSearch({ lan }: { lan: boolean }): Search {
  const loaded = useLoad(setupApi.scan, []);
  const doing = useDoing();
  const { reload, value } = loaded;
  const take = (scan: SetupScan) => {
    value.value = scan;
  };
  const start = () => void doing.run(() => setupApi.startScan({ lan }), take);
  useEffect(
    () =>
      onEvent(({ kind }) => {
        if (kind === 'setup') void reload();
      }),
    [reload],
  );
  const idle = value.value?.state === 'idle';
  useEffect(() => {
    if (idle) start();
  }, [idle]);
  return {
    loaded,
    found: value.value?.found ?? [],
    doing,
    start,
    stop: () => void doing.run(setupApi.stopScan, take),
  };
}
