import type { ComponentType } from 'preact';
import { frame } from './i18n/frame.ts';
import type { Permission } from './store/session.ts';
import type { IconName } from './widgets/icon.tsx';

export interface NavigationEntry {
  /** In the address: `#/s1/receipts`. */
  readonly id: string;
  readonly title: () => string;
  /** For the bar at the bottom of a phone. */
  readonly short?: () => string;
  readonly icon: IconName;
  /** Hidden from people without it in the open store; null is for everyone. */
  readonly permission: Permission | null;
  /** Among the few at the bottom of a phone; the others are behind *Více*. */
  readonly atHand?: true;
  /** Loaded when first opened; the module's default export is the page. */
  readonly load: () => Promise<{ default: ComponentType }>;
}

/** All pages in the order of the navigation. A new one is a folder beside this file and an entry here. */
export const navigation: readonly NavigationEntry[] = [
  {
    id: 'portal',
    title: () => frame().pages.portal,
    icon: 'portal',
    permission: 'read-books',
    atHand: true,
    load: () => import('./portal/portal-page.tsx'),
  },
  {
    id: 'receipts',
    title: () => frame().pages.receipts,
    short: () => frame().shortPages.receipts,
    icon: 'receipts',
    permission: 'read-books',
    atHand: true,
    load: () => import('./receipts/receipts-page.tsx'),
  },
  {
    id: 'shifts',
    title: () => frame().pages.shifts,
    icon: 'shifts',
    permission: 'read-books',
    load: () => import('./shifts/shifts-page.tsx'),
  },
  {
    id: 'price-list',
    title: () => frame().pages['price-list'],
    icon: 'price-list',
    permission: 'read-price-list',
    atHand: true,
    load: () => import('./price-list/price-list-page.tsx'),
  },
  {
    id: 'stock',
    title: () => frame().pages.stock,
    icon: 'stock',
    permission: 'read-stock',
    load: () => import('./stock/stock-page.tsx'),
  },
  {
    id: 'eet',
    title: () => frame().pages.eet,
    icon: 'authority',
    permission: 'read-books',
    load: () => import('./eet/eet-page.tsx'),
  },
  {
    id: 'registers',
    title: () => frame().pages.registers,
    icon: 'registers',
    permission: 'read-registers',
    atHand: true,
    load: () => import('./registers/registers-page.tsx'),
  },
  {
    id: 'staff',
    title: () => frame().pages.staff,
    icon: 'staff',
    permission: 'read-staff',
    load: () => import('./staff/staff-page.tsx'),
  },
  {
    id: 'exports',
    title: () => frame().pages.exports,
    icon: 'exports',
    permission: 'export',
    load: () => import('./exports/exports-page.tsx'),
  },
  {
    id: 'account',
    title: () => frame().pages.account,
    icon: 'account',
    permission: null,
    load: () => import('./account/account-page.tsx'),
  },
];
