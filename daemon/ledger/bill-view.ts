import { type Bill, sumBill } from '../../domain/index.ts';
import type { BillView } from '../http/contract.ts';
import type { Claims } from './claims.ts';

/** A bill with what it comes to and where it is being paid. */
export function viewBill(bill: Bill, claims: Pick<Claims, 'elsewhere'>): BillView {
  return { bill, sum: sumBill(bill), claim: claims.elsewhere(bill) };
}
