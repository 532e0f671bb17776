import type { Fault } from './fault.ts';

/** Beside RFC 9457: `field` of a use case, `fields` (JSON pointers) of a schema. */
interface FieldProblem {
  readonly field?: string;
  readonly fields?: readonly { readonly pointer: string; readonly complaint: string }[];
}

/** What the register said about single fields of a form, by the field's name; empty when it spoke of none. */
export function fieldFaults(fault: Fault | null): ReadonlyMap<string, string> {
  const said = new Map<string, string>();
  if (fault?.kind !== 'problem') return said;
  const problem = fault.problem as typeof fault.problem & FieldProblem;
  if (problem.field) said.set(problem.field, `${problem.title} ${problem.hint}`.trim());
  for (const { pointer, complaint } of problem.fields ?? []) {
    const name = pointer.split('/')[1];
    if (name && !said.has(name)) said.set(name, complaint);
  }
  return said;
}
