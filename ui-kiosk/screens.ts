import type { ComponentType } from 'preact';
import type { Right } from '../domain/index.ts';
import { frame } from './i18n/frame.ts';
import SellScreen from './screens/sell/sell-screen.tsx';
import type { IconName } from './widgets/icon.tsx';

export interface Screen {
  /** First part of the address: `#/history`. */
  readonly id: string;
  readonly title: () => string;
  readonly icon: IconName;
  /** Hidden from people without it; null is for everyone. */
  readonly right: Right | null;
  /** Loaded when first opened; the module's default export is the screen. */
  readonly load: () => Promise<{ default: ComponentType }>;
}

/** Selling is what the kiosk starts with: it comes with the first load. */
const sellScreen = () => Promise.resolve({ default: SellScreen });

/** All screens in the order of the navigation. A new one is a folder under screens/ and an entry here. */
export const screens: readonly Screen[] = [
  {
    id: 'sell',
    title: () => frame().sell,
    icon: 'sell',
    right: null,
    load: sellScreen,
  },
  {
    id: 'tables',
    title: () => frame().tables,
    icon: 'tables',
    right: null,
    load: () => import('./screens/tables/tables-screen.tsx'),
  },
  {
    id: 'history',
    title: () => frame().history,
    icon: 'history',
    right: null,
    load: () => import('./screens/history/history-screen.tsx'),
  },
  {
    id: 'price-list',
    title: () => frame().items,
    icon: 'items',
    right: null,
    load: () => import('./screens/price-list/price-list-screen.tsx'),
  },
  {
    id: 'shift',
    title: () => frame().shift,
    icon: 'shift',
    right: null,
    load: () => import('./screens/shift/shift-screen.tsx'),
  },
  {
    id: 'eet',
    title: () => frame().eet,
    icon: 'authority',
    right: null,
    load: () => import('./screens/eet/eet-screen.tsx'),
  },
  {
    id: 'settings',
    title: () => frame().settings,
    icon: 'settings',
    right: null,
    load: () => import('./screens/settings/settings-screen.tsx'),
  },
];
