import type { Joined, MeshFault } from '../../sync/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { Config } from '../config/schema.ts';
import type { Words } from '../http/contract.ts';

/** Why a box was not let in; `typed`: somebody said where to go. */
export function joinRefusal(joined: Exclude<Joined, { ok: true }>, typed: boolean): Refusal {
  if (joined.fault === 'refused') {
    const { code, cs, en } = joined.reason;
    return new Refusal(
      409,
      code,
      { cs: `${cs} Pokladna se nepřipojila.`, en: `${en} The register has not joined.` },
      { cs: 'Kód platí dál, dokud je na obrazovce.', en: 'The code stays good as long as it is shown.' },
    );
  }
  const words = JOIN_WORDS[joined.fault];
  const where = joined.address ?? '';
  if (joined.fault === 'unreachable' && !typed) return nobodyShows();
  return new Refusal(
    joined.fault === 'not-a-code' ? 422 : 409,
    `join-${joined.fault}`,
    {
      cs: `${words.cs(where)} Pokladna se nepřipojila.`,
      en: `${words.en(where)} The register has not joined.`,
    },
    { cs: words.hintCs, en: words.hintEn },
  );
}

const JOIN_WORDS = {
  'not-a-code': {
    cs: () => 'To není kód: má dvanáct písmen a číslic.',
    en: () => 'This is no code: it has twelve letters and digits.',
    hintCs: 'Opište ho znovu z obrazovky pokladny, která v obchodě už běží.',
    hintEn: 'Copy it again from the screen of a register that is running in the shop.',
  },
  'wrong-code': {
    cs: (where: string) => `Pokladna na adrese ${where} ukazuje jiný kód.`,
    en: (where: string) => `The register at ${where} shows another code.`,
    hintCs: 'Zkontrolujte písmena. Po pěti špatných pokusech je potřeba ukázat nový kód.',
    hintEn: 'Check the letters. After five wrong tries a new code has to be shown.',
  },
  'expired-or-closed': {
    cs: (where: string) => `Na adrese ${where} teď žádný kód neplatí.`,
    en: (where: string) => `No code is good at ${where} now.`,
    hintCs: 'Kód platí pět minut a jednou. Nechte na té pokladně ukázat nový.',
    hintEn: 'A code is good for five minutes and once. Have a new one shown there.',
  },
  unreachable: {
    cs: (where: string) => `Na adrese ${where} nikdo neodpovídá.`,
    en: (where: string) => `Nobody answers at ${where}.`,
    hintCs: 'Zkontrolujte adresu u kódu a jestli jsou obě pokladny ve stejné síti.',
    hintEn: 'Check the address beside the code, and that both registers are on one network.',
  },
  protocol: {
    cs: (where: string) => `Na adrese ${where} odpovídá něco, co není pokladna tohoto programu.`,
    en: (where: string) => `What answers at ${where} is no register of this program.`,
    hintCs: 'Zkontrolujte adresu a nainstalujte na obě pokladny stejnou verzi.',
    hintEn: 'Check the address, and install the same version on both.',
  },
} as const;

function nobodyShows(): Refusal {
  return new Refusal(
    409,
    'join-nobody',
    {
      cs: 'V síti teď kód nikdo neukazuje. Pokladna se nepřipojila.',
      en: 'Nobody on the network shows a code now. The register has not joined.',
    },
    {
      cs: 'Ukažte kód na pokladně, která v obchodě běží. Když už tam je, zadejte i adresu, která je pod ním.',
      en: 'Show a code on a register that is running in the shop. If it is there already, type the address below it as well.',
    },
  );
}

export function cannotListen(fault: MeshFault['fault'], { host, port, broker_ca }: Config['sync']): Refusal {
  const { cs, en } = LISTEN_WORDS[fault](host, port, broker_ca ?? '');
  return new Refusal(
    503,
    `mesh-${fault}`,
    {
      cs: `${cs} Prodává se dál bez sousedních pokladen.`,
      en: `${en} Selling goes on without the siblings.`,
    },
    fault === 'identity'
      ? { cs: 'Připojte pokladnu k obchodu znovu kódem.', en: 'Join the register again by a code.' }
      : {
          cs: 'V nastavení opravte tabulku [sync] a pokladnu spusťte znovu.',
          en: 'Mend the table [sync] in the configuration and start the register again.',
        },
  );
}

type ListenWords = (host: string, port: number, file: string) => { readonly cs: string; readonly en: string };

const LISTEN_WORDS: Readonly<Record<MeshFault['fault'], ListenWords>> = {
  'port-taken': (_, port) => ({
    cs: `Port ${port} pro sousední pokladny už používá jiný program.`,
    en: `Port ${port} for siblings is used by another program.`,
  }),
  address: (host) => ({
    cs: `Adresu ${host}, na které má pokladna mluvit se sousedními, tento počítač nemá.`,
    en: `This box does not have the address ${host} for its siblings.`,
  }),
  identity: () => ({
    cs: 'Certifikát této pokladny je vadný.',
    en: "This register's certificate is no good.",
  }),
  'broker-authority': (_, __, file) => ({
    cs: `Soubor ${file} s certifikátem autority brokera nejde přečíst.`,
    en: `The file ${file} with the certificate of the broker's authority cannot be read.`,
  }),
};

export function codeNotShown(code: string, port: number): Refusal {
  return new Refusal(
    503,
    'pairing-port',
    {
      cs: `Port ${port} pro novou pokladnu nejde otevřít (${code}). Kód se neukázal, prodává se dál.`,
      en: `Port ${port} for a new register cannot be opened (${code}). No code is shown, selling goes on.`,
    },
    {
      cs: 'V nastavení zvolte v tabulce [sync] jiný pairing_port.',
      en: 'Choose another pairing_port in the table [sync] of the configuration.',
    },
  );
}

export function notAnAddress(text: string): Refusal {
  return new Refusal(
    422,
    'not-an-address',
    {
      cs: `„${text}“ není adresa pokladny. Nic se nezměnilo.`,
      en: `“${text}” is no address. Nothing has changed.`,
    },
    { cs: 'Napište ji jako 10.0.0.12:8883.', en: 'Write it like 10.0.0.12:8883.' },
  );
}

export function notStored(file: string, code: string): Refusal {
  return new Refusal(
    507,
    'identity-not-stored',
    {
      cs: `Certifikát pokladny nejde uložit do ${file} (${code}). Pokladna se nepřipojila, prodává se dál.`,
      en: `The register's certificate cannot be stored in ${file} (${code}). It has not joined, selling goes on.`,
    },
    {
      cs: 'Uvolněte na disku místo, nebo opravte práva ke složce, a zkuste to znovu.',
      en: 'Make room on the disk, or mend the rights of the folder, and try again.',
    },
  );
}

export function unreadableIdentity(file: string, fault: IdentityFault): Refusal {
  const { what, hint } = IDENTITY_FAULTS[fault];
  return new Refusal(
    503,
    `identity-${fault}`,
    {
      cs: `Soubor ${file} s certifikátem pokladny ${what.cs}. Prodává se dál bez sousedních pokladen.`,
      en: `The file ${file} with the register's certificate ${what.en}. Selling goes on without the siblings.`,
    },
    hint,
  );
}

type IdentityFault = 'damaged' | 'unreadable' | 'sealed';

const IDENTITY_FAULTS: Readonly<Record<IdentityFault, { readonly what: Words; readonly hint: Words }>> = {
  damaged: {
    what: { cs: 'je poškozený', en: 'is damaged' },
    hint: { cs: 'Připojte pokladnu k obchodu znovu kódem.', en: 'Join the register again by a code.' },
  },
  unreadable: {
    what: { cs: 'nejde přečíst', en: 'cannot be read' },
    hint: {
      cs: 'Opravte práva k souboru a pokladnu spusťte znovu.',
      en: 'Mend its rights and start the register again.',
    },
  },
  sealed: {
    what: { cs: 'je zapečetěný klíčem, který tu není', en: 'is sealed by a key that is not here' },
    hint: {
      cs: 'Vraťte ze zálohy soubor /etc/kasad/keys/box.key a pokladnu spusťte znovu, nebo ji připojte k obchodu znovu kódem.',
      en: 'Put /etc/kasad/keys/box.key back and start the register again, or join it again by a code.',
    },
  },
};
