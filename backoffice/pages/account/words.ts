import { words } from '../i18n/language.ts';

export const t = words(
  {
    signOut: 'Odhlásit se',
    you: 'Vy',
    changePassword: 'Změnit heslo',
    passwordChanged: 'Heslo je změněné. Na ostatních zařízeních jste odhlášeni.',
    thisBrowser: 'Tento prohlížeč',
  },
  {
    signOut: 'Sign out',
    you: 'You',
    changePassword: 'Change password',
    passwordChanged: 'The password is changed. You are signed out on other devices.',
    thisBrowser: 'This browser',
  },
);
