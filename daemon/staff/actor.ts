import { may, type Right, type Role } from '../../domain/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { Words } from '../http/contract.ts';

/** Who does a thing: the person signed in on the screen and, where somebody else allowed it, that person. */
export interface Actor {
  readonly staffId: string;
  readonly name: string;
  readonly role: Role;
  /** The right that somebody else lent for this one request by a PIN; null when none was. */
  readonly approved: Right | null;
  /** The person who allowed the deed: the one that lent the right, otherwise the actor. */
  readonly allowedBy: string;
}

/** Throws a Refusal 403 `needs-approval` unless the actor's own role or the approval covers `right`. */
export function requireRight(actor: Actor, right: Right): void {
  if (may(actor.role, right) || actor.approved === right) return;
  throw new Refusal(
    403,
    'needs-approval',
    {
      cs: `${DEEDS[right].cs} smí jen někdo s vyšším oprávněním. Zatím se nic nezměnilo.`,
      en: `${DEEDS[right].en} takes somebody with higher rights. Nothing was changed yet.`,
    },
    { cs: 'Zavolejte vedoucího, ať to potvrdí svým PINem.', en: 'Call a manager to confirm it with a PIN.' },
    { right },
  );
}

/** Where somebody has to be signed in. */
export function signedOut(): Refusal {
  return new Refusal(
    401,
    'signed-out',
    { cs: 'Nikdo není přihlášený. Nic se nezměnilo.', en: 'Nobody is signed in. Nothing was changed.' },
    { cs: 'Přihlaste se svým PINem.', en: 'Sign in with your PIN.' },
  );
}

const DEEDS: Readonly<Record<Right, Words>> = {
  sell: { cs: 'Prodávat', en: 'Selling' },
  discount: { cs: 'Dát slevu', en: 'Giving a discount' },
  'price-override': { cs: 'Změnit cenu na účtu', en: 'Changing a price on a bill' },
  'void-unordered': { cs: 'Stornovat položku', en: 'Voiding a line' },
  'void-ordered': { cs: 'Stornovat objednanou položku', en: 'Voiding an ordered line' },
  'reverse-receipt': { cs: 'Stornovat účtenku', en: 'Reversing a receipt' },
  'take-over': { cs: 'Převzít placení', en: 'Taking over a payment' },
  'cash-movement': { cs: 'Vkládat a vybírat hotovost', en: 'Putting cash in or taking it out' },
  'open-drawer': { cs: 'Otevřít zásuvku bez prodeje', en: 'Opening the drawer without a sale' },
  'open-shift': { cs: 'Otevřít směnu', en: 'Opening the shift' },
  'close-shift': { cs: 'Uzavřít směnu', en: 'Closing the shift' },
  'sold-out': { cs: 'Označit položku jako vyprodanou', en: 'Marking an item as sold out' },
  'edit-items': { cs: 'Měnit ceník', en: 'Editing the price list' },
  stock: {
    cs: 'Zapisovat příjem, odpis a inventuru skladu',
    en: 'Recording deliveries, write-offs and stock-takes',
  },
  'edit-staff': { cs: 'Měnit obsluhu', en: 'Editing the staff' },
  'appoint-managers': { cs: 'Jmenovat a měnit vedoucí', en: 'Appointing and changing managers' },
  settings: { cs: 'Měnit nastavení', en: 'Changing the settings' },
  devices: { cs: 'Nastavovat zařízení', en: 'Setting up devices' },
  'pair-registers': { cs: 'Připojovat a odpojovat pokladny', en: 'Joining and removing registers' },
};
