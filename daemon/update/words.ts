import { Refusal, type Words } from '../../wire/index.ts';

export interface Told {
  readonly cs: string;
  readonly en: string;
  readonly hintCs: string;
  readonly hintEn: string;
}

export const told = (cs: string, en: string, hintCs = '', hintEn = ''): Told => ({ cs, en, hintCs, hintEn });

type HandWhy = 'not-installed' | 'no-keys';

export function handWords(why: HandWhy): Told {
  return why === 'not-installed'
    ? told(
        'Tato pokladna se neaktualizuje sama: neběží z nainstalovaného balíčku.',
        'This register does not update itself: it does not run from an installed package.',
        'Novou verzi nahraje technik ručně.',
        'The technician puts the new version in by hand.',
      )
    : told(
        'Tato pokladna se neaktualizuje sama: nemá klíč, podle kterého by poznala pravý balíček.',
        'This register does not update itself: it has no key to tell a genuine package by.',
        'Technik nainstaluje balíček ručně (dpkg -i), nebo uloží veřejný klíč do /etc/kasad/update-keys.',
        'The technician installs the package by hand (dpkg -i), or puts the public key into /etc/kasad/update-keys.',
      );
}

export function byHand(why: HandWhy): Refusal {
  const { cs, en, hintCs, hintEn } = handWords(why);
  return new Refusal(
    409,
    'update-by-hand',
    { cs: `${cs} Prodává se dál.`, en: `${en} Selling goes on.` },
    { cs: hintCs, en: hintEn },
  );
}

export const nothingToInstall = (): Refusal =>
  new Refusal(
    404,
    'no-package',
    {
      cs: 'Pokladna nemá žádný balíček, který by mohla nainstalovat. Nic se nezměnilo.',
      en: 'The register has no package that it could install. Nothing has changed.',
    },
    {
      cs: 'Zasuňte USB disk s balíčkem kasad_….deb a jeho podpisem kasad_….deb.sig.',
      en: 'Put in a USB stick with the package kasad_….deb and its signature kasad_….deb.sig.',
    },
  );

export const nothingThere = (place: string): Refusal =>
  new Refusal(
    404,
    'no-package-there',
    {
      cs: `V ${place} pokladna žádný balíček kasad_….deb nenašla. Nic se nezměnilo.`,
      en: `The register has found no package kasad_….deb in ${place}. Nothing has changed.`,
    },
    {
      cs: 'Do /home, /root a /tmp pokladna nevidí. Dejte balíček na USB disk nebo do /mnt.',
      en: 'The register cannot look into /home, /root and /tmp. Put the package on a USB stick or into /mnt.',
    },
  );

export const alreadyNew = (version: string): Refusal =>
  new Refusal(
    409,
    'already-new',
    {
      cs: `Pokladna má verzi ${version} a novější balíček tu není. Nic se nezměnilo.`,
      en: `The register runs version ${version} and no newer package is here. Nothing has changed.`,
    },
    {
      cs: 'Ke starší verzi se dá vrátit jen ručně (dpkg -i).',
      en: 'Going back to an older version is done by hand (dpkg -i).',
    },
  );

export const nothingToStop = (): Refusal =>
  new Refusal(
    409,
    'no-plan',
    {
      cs: 'Žádná aktualizace teď neprobíhá. Nic se nezměnilo.',
      en: 'No update is under way. Nothing has changed.',
    },
    { cs: 'Obnovte stránku.', en: 'Reload the page.' },
  );

const REASONS: Readonly<Record<string, Words>> = {
  'no-keys': {
    cs: 'není tu klíč, podle kterého by se poznal pravý balíček',
    en: 'there is no key to tell a genuine package by',
  },
  'no-statement': {
    cs: 'chybí u něj podpis (soubor .deb.sig)',
    en: 'its signature (the file .deb.sig) is missing',
  },
  unreadable: { cs: 'jeho podpis se nedá přečíst', en: 'its signature cannot be read' },
  'unknown-key': {
    cs: 'podepsal ho někdo, koho tato pokladna nezná',
    en: 'it is signed by somebody whom this register does not know',
  },
  forged: { cs: 'jeho podpis neplatí', en: 'its signature is not valid' },
  'other-name': { cs: 'podpis patří k jinému balíčku', en: 'the signature belongs to another package' },
  'other-package': { cs: 'není to balíček pokladny', en: 'it is no package of the register' },
  'other-version': {
    cs: 'je v něm jiná verze, než má na obalu',
    en: 'it holds another version than its name says',
  },
  'not-a-package': { cs: 'není to balíček', en: 'it is no package' },
  truncated: { cs: 'není celý', en: 'it is not whole' },
  'too-long': { cs: 'je delší, než má být', en: 'it is longer than it should be' },
  altered: { cs: 'jeho obsah nesouhlasí s podpisem', en: 'what is in it does not agree with its signature' },
  arch: { cs: 'je pro jiný druh počítače', en: 'it is for another kind of box' },
  'other-box': { cs: 'je pro jiný druh počítače', en: 'it is for another kind of box' },
  older: { cs: 'není novější než verze, která běží', en: 'it is no newer than the version that runs' },
  'not-newer': { cs: 'není novější než verze, která běží', en: 'it is no newer than the version that runs' },
  'no-room': { cs: 'na disku pokladny pro něj není místo', en: 'the disk has no room for it' },
  'no-package': { cs: 'balíček mezitím zmizel', en: 'the package has gone meanwhile' },
  'unreadable-file': { cs: 'nedá se z USB disku přečíst', en: 'it cannot be read from the stick' },
  'not-ready': { cs: 'do pěti minut se nehlásila', en: 'it did not answer within five minutes' },
  kept: {
    cs: 'nenaběhla v pořádku, ale už zapsala, co se nesmí ztratit, a proto zůstává',
    en: 'it did not become ready, but has written what must not be lost and therefore stays',
  },
  'no-answer': { cs: 'instalace se nedokončila včas', en: 'the installation did not end in time' },
  'not-running': { cs: 'nainstalovala se, ale neběží', en: 'it was installed and does not run' },
  'taken-back': {
    cs: 'technik se vrátil ke starší verzi',
    en: 'the technician went back to the older version',
  },
};

/** Why in a clause; what dpkg and the system say is given as it stands. */
export function reasonWords(detail: string | null | undefined): Words {
  if (!detail) return { cs: 'důvod není znám', en: 'the reason is not known' };
  return REASONS[detail] ?? { cs: detail, en: detail };
}
