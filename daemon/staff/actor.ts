import { may, type Right, type Role } from '../../domain/index.ts';
import { Refusal } from '../refusal.ts';

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
    `${DEEDS[right]} smí jen někdo s vyšším oprávněním. Zatím se nic nezměnilo.`,
    { cs: 'Zavolejte vedoucího, ať to potvrdí svým PINem.', en: 'Call a manager to confirm it with a PIN.' },
    { right },
  );
}

const DEEDS: Readonly<Record<Right, string>> = {
  sell: 'Prodávat',
  discount: 'Dát slevu',
  'price-override': 'Změnit cenu na účtu',
  'void-unordered': 'Stornovat položku',
  'void-ordered': 'Stornovat objednanou položku',
  'reverse-receipt': 'Stornovat účtenku',
  'cash-movement': 'Vkládat a vybírat hotovost',
  'open-drawer': 'Otevřít zásuvku bez prodeje',
  'open-shift': 'Otevřít směnu',
  'close-shift': 'Uzavřít směnu',
  'sold-out': 'Označit položku jako vyprodanou',
  'edit-items': 'Měnit ceník',
  'edit-staff': 'Měnit obsluhu',
  'appoint-managers': 'Jmenovat a měnit vedoucí',
  settings: 'Měnit nastavení',
  devices: 'Nastavovat zařízení',
  'pair-registers': 'Připojovat a odpojovat pokladny',
};
