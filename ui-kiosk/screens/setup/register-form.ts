import type { SetupRegister, SetupView } from '../../../daemon/http/contract.ts';

/** Name, id and series as they are typed; no label is an empty one. */
export interface RegisterForm {
  readonly name: string;
  readonly id: string;
  readonly series: string;
  readonly label: string;
}
export type RegisterFault = 'missing' | 'idFault' | 'seriesFault' | { readonly takenBy: string };

/** What is proposed until somebody has named it. */
export function registerForm({ configured, register, proposal }: SetupView): RegisterForm {
  const { id, name, series } = configured ? register : proposal;
  return { id, name, series, label: register.label ?? '' };
}

const ID = /^[A-Za-z0-9_-]{1,32}$/;
const SERIES = /^[A-Z0-9]{1,8}$/;

export function readRegister(
  form: RegisterForm,
  { shop, register }: Pick<SetupView, 'shop' | 'register'>,
):
  | { readonly register: SetupRegister }
  | { readonly faults: ReadonlyMap<keyof RegisterForm, RegisterFault> } {
  const faults = new Map<keyof RegisterForm, RegisterFault>();
  const name = form.name.trim();
  const id = form.id.trim();
  const series = form.series.trim().toUpperCase();
  const label = form.label.trim();
  const others = shop.registers.filter((one) => one.id !== register.id);
  const holderOf = (same: (other: (typeof others)[number]) => boolean): RegisterFault | undefined => {
    const other = others.find(same);
    return other && { takenBy: other.name };
  };
  const fault = {
    name: name === '' ? 'missing' : undefined,
    id: ID.test(id) ? holderOf((other) => other.id === id) : 'idFault',
    series: SERIES.test(series) ? holderOf((other) => other.series === series) : 'seriesFault',
  } as const;
  for (const field of ['name', 'id', 'series'] as const) {
    const found = fault[field];
    if (found) faults.set(field, found);
  }
  if (faults.size > 0) return { faults };
  return { register: { id, name, series, label: label === '' ? null : label } };
}
