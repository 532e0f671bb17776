import type { Health } from './contract.ts';
import type { Metric, MetricsSource } from './metrics.ts';

/** What the HTTP side and the process itself have to count. */
export function createOwnMetrics(options: {
  readonly health: () => Health;
  readonly screens: () => number;
}): MetricsSource & { count(method: string, status: number): void } {
  const answers = new Map<string, number>();

  return {
    count(method, status) {
      const key = `${method} ${Math.floor(status / 100)}xx`;
      answers.set(key, (answers.get(key) ?? 0) + 1);
    },
    metrics(): Metric[] {
      const health = options.health();
      const state = { ok: 0, attention: 1, fault: 2 } as const;
      return [
        {
          name: 'kasad_info',
          help: 'Version of the daemon',
          type: 'gauge',
          samples: [{ labels: { version: health.version }, value: 1 }],
        },
        {
          name: 'kasad_uptime_seconds',
          help: 'Since the daemon started',
          type: 'gauge',
          samples: [{ value: health.uptime_s }],
        },
        {
          name: 'kasad_health',
          help: 'Per part: 0 ok, 1 attention, 2 fault (no sales)',
          type: 'gauge',
          samples: health.parts.map(({ id, state: now }) => ({ labels: { part: id }, value: state[now] })),
        },
        {
          name: 'kasad_http_responses_total',
          help: 'Answers by method and class of status',
          type: 'counter',
          samples: [...answers].map(([key, value]) => {
            const [method = '', status = ''] = key.split(' ');
            return { labels: { method, status }, value };
          }),
        },
        {
          name: 'kasad_screens',
          help: 'Screens that listen to events',
          type: 'gauge',
          samples: [{ value: options.screens() }],
        },
        {
          name: 'process_resident_memory_bytes',
          help: 'Resident set size',
          type: 'gauge',
          samples: [{ value: process.memoryUsage.rss() }],
        },
      ];
    },
  };
}
