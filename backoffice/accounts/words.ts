import { Refusal } from '../../wire/index.ts';

/** One answer for a wrong password and for an e-mail that nobody has. */
export function wrongCredentials(): Refusal {
  return new Refusal(
    401,
    'wrong-credentials',
    {
      cs: 'E-mail nebo heslo nesouhlasí. Nikdo se nepřihlásil.',
      en: 'The e-mail or the password is wrong. Nobody was signed in.',
    },
    {
      cs: 'Zkuste to znovu. Zapomenuté heslo vám nastaví správce serveru.',
      en: 'Try again. The administrator of the server sets a forgotten password anew.',
    },
  );
}

export function wrongCurrent(): Refusal {
  return new Refusal(
    403,
    'wrong-password',
    {
      cs: 'Dosavadní heslo nesouhlasí. Heslo se nezměnilo.',
      en: 'The present password is wrong. It was not changed.',
    },
    { cs: 'Napište ho znovu.', en: 'Type it again.' },
  );
}

export function signedOut(): Refusal {
  return new Refusal(
    401,
    'signed-out',
    { cs: 'Nikdo není přihlášený. Nic se nezměnilo.', en: 'Nobody is signed in. Nothing was changed.' },
    { cs: 'Přihlaste se e-mailem a heslem.', en: 'Sign in with your e-mail and password.' },
  );
}

export function passwordInitial(): Refusal {
  return new Refusal(
    403,
    'password-initial',
    {
      cs: 'Heslo vám dal někdo jiný. Dokud si nezvolíte vlastní, nejde tu nic dělat.',
      en: 'Your password was given by somebody else. Nothing can be done here until you choose your own.',
    },
    { cs: 'Zvolte si vlastní heslo.', en: 'Choose a password of your own.' },
  );
}
