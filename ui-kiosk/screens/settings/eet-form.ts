import type { EetSettings } from '../../../daemon/http/contract.ts';

/** How sales are registered, as it is typed. */
export interface EetForm {
  /** `off`: nothing is registered. */
  readonly environment: EetSettings['environment'] | 'off';
  readonly eic: string;
  readonly unitId: string;
  /** Empty when the shop registers its own sales. */
  readonly delegatingEic: string;
  readonly delegatedByMany: boolean;
  readonly wait_s: number;
}
export type EetFault = 'eicFault' | 'unitFault' | 'delegatingSame';

/** The least that the law allows. */
const FIRST_WAIT_S = 2;

export function eetForm(eet: EetSettings | null): EetForm {
  if (eet === null) {
    return {
      environment: 'off',
      eic: '',
      unitId: '',
      delegatingEic: '',
      delegatedByMany: false,
      wait_s: FIRST_WAIT_S,
    };
  }
  return { ...eet, delegatingEic: eet.delegatingEic ?? '' };
}

const EIC = /^CZ\d{8,10}$/;
const UNIT = /^[1-9]\d{0,8}$/;
const compact = (text: string): string => text.replace(/\s/g, '').toUpperCase();

export function readEet(
  form: EetForm,
): { readonly eet: EetSettings | null } | { readonly faults: ReadonlyMap<keyof EetForm, EetFault> } {
  const { environment, delegatedByMany, wait_s } = form;
  if (environment === 'off') return { eet: null };
  const faults = new Map<keyof EetForm, EetFault>();
  const eic = compact(form.eic);
  const unitId = compact(form.unitId);
  const delegating = compact(form.delegatingEic);
  if (!EIC.test(eic)) faults.set('eic', 'eicFault');
  if (!UNIT.test(unitId)) faults.set('unitId', 'unitFault');
  if (delegating !== '' && !EIC.test(delegating)) faults.set('delegatingEic', 'eicFault');
  else if (delegating !== '' && delegating === eic) faults.set('delegatingEic', 'delegatingSame');
  if (faults.size > 0) return { faults };
  const delegatingEic = delegating === '' ? null : delegating;
  return { eet: { environment, eic, unitId, delegatingEic, delegatedByMany, wait_s } };
}

/** What is to be confirmed before it holds: registering for real begins, or ends. */
export function weighty(before: EetSettings | null, after: EetSettings | null): 'begins' | 'ends' | null {
  const was = before?.environment === 'production';
  const is = after?.environment === 'production';
  if (was === is) return null;
  return is ? 'begins' : 'ends';
}
