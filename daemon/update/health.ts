import type { UpdateResult } from '../../systemd/index.ts';
import type { HealthPart } from '../http/contract.ts';
import type { Stop } from './plan.ts';
import { lastWords, stopWords } from './view.ts';

/** What the status bar says: only that an update has gone wrong, here or elsewhere in the shop. */
export function updateHealth(parts: {
  readonly result: UpdateResult | null;
  readonly version: string;
  readonly stop: Stop | null;
  readonly nameOf: (registerId: string) => string;
}): HealthPart[] {
  const { result, version, stop, nameOf } = parts;
  const last = lastWords(result, version);
  if (last && last.state !== 'done') {
    const { cs, en, hintCs, hintEn } = last;
    return [{ id: 'update', state: 'attention', cs, en, hintCs, hintEn }];
  }
  if (stop && stop.reason !== 'person') {
    return [{ id: 'update', state: 'attention', ...stopWords(stop, nameOf(stop.by)) }];
  }
  return [];
}
