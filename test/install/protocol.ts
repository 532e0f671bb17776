/** What was tried, how it came out and how long it took. */
export interface Step {
  readonly on: string;
  readonly what: string;
  readonly took_ms: number;
  /** Figures and words that were seen; the fault, when it failed. */
  readonly seen: string;
  readonly ok: boolean;
}

export interface Protocol {
  readonly steps: readonly Step[];
  /** Does it, tells it and keeps it; throws on what it throws. `act` answers what was seen. */
  step(on: string, what: string, act: () => Promise<string> | string): Promise<void>;
}

export function createProtocol(tell: (line: string) => void): Protocol {
  const steps: Step[] = [];
  return {
    steps,
    async step(on, what, act) {
      const from = performance.now();
      const note = (seen: string, ok: boolean) => {
        const took_ms = performance.now() - from;
        steps.push({ on, what, took_ms, seen, ok });
        tell(`${ok ? 'ok  ' : 'CHYBA'} ${on}: ${what} (${seconds(took_ms)}) ${seen}`);
      };
      try {
        note(await act(), true);
      } catch (error) {
        note(error instanceof Error ? error.message : String(error), false);
        throw error;
      }
    },
  };
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1).replace('.', ',')} s`;
export const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1).replace('.', ',')} MiB`;

/** As a document for people, with what it ran on. */
export function documentOf(steps: readonly Step[], facts: readonly string[]): string {
  const rows = steps.map(
    ({ on, what, took_ms, seen, ok }) =>
      `| ${on} | ${what} | ${ok ? 'ano' : '**ne**'} | ${seconds(took_ms)} | ${seen.split('\n')[0]?.replaceAll('|', '\\|') ?? ''} |`,
  );
  return `# Zkouška instalace

Zapsal program \`npm run test:install\` z toho, co viděl: čistý Debian z debootstrapu v kontejneru se skutečným systemd,
bez sítě ven. Ručně se tu nic nemění.

${facts.map((fact) => `- ${fact}`).join('\n')}

| kde | co | povedlo se | trvalo | co bylo vidět |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}
