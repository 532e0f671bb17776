import type { Words } from '../../daemon/http/contract.ts';
import { said } from '../../ui/language.ts';
import { type Fault, problemWords } from './fault.ts';

/** Beside RFC 9457: `field` of a use case, `fields` (JSON pointers) of a schema. */
interface FieldProblem {
  readonly field?: string;
  readonly fields?: readonly { readonly pointer: string; readonly complaint: Words }[];
}

/** What the register said about single fields of a form, by the field's name; empty when it spoke of none. */
export function fieldFaults(fault: Fault | null): ReadonlyMap<string, string> {
  const told = new Map<string, string>();
  if (fault?.kind !== 'problem') return told;
  const problem = fault.problem as typeof fault.problem & FieldProblem;
  if (problem.field) {
    const { text, hint } = problemWords(problem);
    told.set(problem.field, `${text} ${hint}`.trim());
  }
  for (const { pointer, complaint } of problem.fields ?? []) {
    const name = pointer.split('/')[1];
    if (name && !told.has(name)) told.set(name, said(complaint));
  }
  return told;
}
