/* Who may do what in a store. */

export const ACCOUNT_ROLES = ['owner', 'manager', 'accountant'] as const;
export type AccountRole = (typeof ACCOUNT_ROLES)[number];

export const PERMISSIONS = [
  /** Portal, receipts, shifts, EET, live events. */
  'read-books',
  'export',
  'read-price-list',
  /** Items, categories, labels, scheduled changes, settings of the shop. */
  'write-price-list',
  'read-stock',
  'write-stock',
  'read-staff',
  'write-staff',
  'read-registers',
  /** Pairing and cutting off: a register gets everything that the store has. */
  'manage-registers',
  'manage-members',
  'manage-store',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const ACCOUNTANT: readonly Permission[] = ['read-books', 'export', 'read-price-list', 'read-stock'];
const MANAGER: readonly Permission[] = [
  ...ACCOUNTANT,
  'write-price-list',
  'write-stock',
  'read-staff',
  'write-staff',
  'read-registers',
];

export const PERMISSIONS_OF: Readonly<Record<AccountRole, readonly Permission[]>> = {
  owner: PERMISSIONS,
  manager: MANAGER,
  accountant: ACCOUNTANT,
};

export function mayIn(role: AccountRole, permission: Permission): boolean {
  return PERMISSIONS_OF[role].includes(permission);
}
