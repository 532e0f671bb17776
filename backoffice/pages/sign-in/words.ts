import { words } from '../../../ui/language.ts';

export const t = words(
  {
    title: 'Přihlášení',
    email: 'E-mail',
    password: 'Heslo',
    signIn: 'Přihlásit se',
    signedOut: 'Byli jste odhlášeni. Přihlaste se znovu, budete pokračovat tam, kde jste byli.',
    initialTitle: 'Zvolte si vlastní heslo',
    initialText:
      'Heslo, kterým jste se přihlásili, vám dal někdo jiný. Než budete pokračovat, zvolte si své.',
    currentPassword: 'Dosavadní heslo',
    newPassword: 'Nové heslo',
    newPasswordHint: 'Aspoň 10 znaků. Nejlíp několik slov za sebou, která nikde jinde nepoužíváte.',
    repeatPassword: 'Nové heslo ještě jednou',
    differs: 'Hesla se neshodují.',
    short: 'Heslo má mít aspoň 10 znaků.',
    setPassword: 'Nastavit heslo',
    signOut: 'Odhlásit se',
  },
  {
    title: 'Sign in',
    email: 'E-mail',
    password: 'Password',
    signIn: 'Sign in',
    signedOut: 'You were signed out. Sign in again and go on where you were.',
    initialTitle: 'Choose a password of your own',
    initialText:
      'The password that you have signed in with was given to you. Choose your own before you go on.',
    currentPassword: 'Present password',
    newPassword: 'New password',
    newPasswordHint: 'At least 10 characters. Best a few words that you use nowhere else.',
    repeatPassword: 'New password once more',
    differs: 'The passwords differ.',
    short: 'A password has at least 10 characters.',
    setPassword: 'Set the password',
    signOut: 'Sign out',
  },
);
