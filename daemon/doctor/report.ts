import type { DoctorReport } from '../http/contract.ts';
import { AREAS, type Finding, type FindingState } from './finding.ts';

const WORST: readonly FindingState[] = ['fault', 'attention', 'unknown', 'ok'];

/** Worst first, and within a state as the checks stand. */
export function reportOf(
  findings: readonly Finding[],
  about: Pick<DoctorReport, 'at' | 'took_ms' | 'version'>,
): DoctorReport {
  const count = (state: FindingState) => findings.filter((one) => one.state === state).length;
  const place = ({ state, area }: Finding) => WORST.indexOf(state) * AREAS.length + AREAS.indexOf(area);
  const sorted = [...findings].sort((a, b) => place(a) - place(b));
  const [worst] = sorted;
  return {
    ...about,
    state: worst?.state ?? 'unknown',
    faults: count('fault'),
    attentions: count('attention'),
    findings: sorted.map((one) => ({ ...one, facts: { ...one.facts } })),
  };
}

const MARK: Readonly<Record<FindingState, string>> = {
  fault: 'ZÁVADA  ',
  attention: 'POZOR   ',
  unknown: 'NEVÍME  ',
  ok: 'v pořádku',
};

/** For a terminal: what is wrong with what to do, then one line for each thing that is well. */
export function reportLines({ findings, faults, attentions, took_ms }: DoctorReport): string[] {
  const wrong = findings.filter(({ state }) => state !== 'ok');
  const seconds = (took_ms / 1000).toFixed(1).replace('.', ',');
  return [
    ...wrong.flatMap(({ state, id, cs, remedyCs }) => [
      `${MARK[state]} ${cs} [${id}]`,
      ...(remedyCs === '' ? [] : [`         → ${remedyCs}`]),
    ]),
    ...(wrong.length > 0 ? [''] : []),
    ...findings.filter(({ state }) => state === 'ok').map(({ cs }) => `${MARK.ok} ${cs}`),
    '',
    faults === 0 && attentions === 0
      ? `Pokladna je v pořádku. (${seconds} s)`
      : `Závady: ${faults}. Na co se podívat: ${attentions}. (${seconds} s)`,
  ];
}
