import { randomBytes, randomUUID } from 'node:crypto';
import type { Credential } from '../credential/credential.ts';
import { openP12 } from '../credential/p12.ts';
import { buildMessage, type Message } from '../message/message.ts';
import type { Head, Sale } from '../sale.ts';
import type { Double, DoubleOptions, Issuing } from './door.ts';
import { createDouble } from './start.ts';

export const EIC = 'CZ00000019';

export const SALE: Sale = {
  eic: EIC,
  unitId: '243',
  registerId: 'bar',
  number: 'R1-2026-000123',
  soldAt: '2026-12-01T12:59:36+01:00',
  total: '3264.50',
};

export const HEAD = { sentAt: '2026-12-01T13:00:00+01:00', first: true } satisfies Partial<Head>;

export const startDouble = (options: Omit<DoubleOptions, 'bytes'>): Promise<Double> =>
  createDouble({ bytes: randomBytes, ...options });

/** Issued by the double, opened as a register opens it. */
export async function credentialOf(double: Double, eic = EIC, how: Issuing = {}): Promise<Credential> {
  const { p12, password } = await double.issue(eic, how);
  const opened = openP12(p12, password);
  if ('fault' in opened) throw new Error(opened.fault);
  return opened;
}

export function messageOf(
  credential: Credential,
  sale: Partial<Sale> = {},
  head: Partial<Head> = {},
): Message {
  return buildMessage({ ...SALE, ...sale }, { ...HEAD, uuid: randomUUID(), ...head }, credential);
}
