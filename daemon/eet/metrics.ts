import type { Metric } from '../http/metrics.ts';
import type { Outcomes } from './outcomes.ts';
import type { EetQueue } from './queue/door.ts';

export function eetMetrics(
  queue: Pick<EetQueue, 'counts' | 'oldest'>,
  { counts }: Pick<Outcomes, 'counts'>,
): Metric[] {
  const { waiting, blocked, rejected, unverified } = queue.counts(Number.MAX_SAFE_INTEGER);
  return [
    {
      name: 'kasad_eet_sales',
      help: 'Sales by how they stand with the tax authority; confirmed ones left out',
      type: 'gauge',
      samples: Object.entries({ waiting, blocked, rejected, unverified }).map(([state, value]) => ({
        labels: { state },
        value,
      })),
    },
    {
      name: 'kasad_eet_oldest_seconds',
      help: 'How long the oldest sale without a confirmation has been waiting',
      type: 'gauge',
      samples: [{ value: Math.floor((queue.oldest()?.age_ms ?? 0) / 1000) }],
    },
    {
      name: 'kasad_eet_attempts_total',
      help: 'Messages to the tax authority since the start, by what they came to',
      type: 'counter',
      samples: [...counts].map(([outcome, value]) => ({ labels: { outcome }, value })),
    },
  ];
}
