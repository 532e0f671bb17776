import { Refusal } from '../../wire/index.ts';
import type { Fault, FaultCode } from './verdict.ts';

/** One sentence in both languages, and what to do. */
export interface Told {
  readonly cs: string;
  readonly en: string;
  readonly hintCs: string;
  readonly hintEn: string;
}

const told = (cs: string, en: string, hintCs = '', hintEn = ''): Told => ({ cs, en, hintCs, hintEn });

const ITSELF = [
  'Není třeba nic dělat, zkouší se to samo.',
  'Nothing is to be done, it is tried by itself.',
] as const;
const CURRENT = [
  'Nainstalujte na pokladnu i do BackOffice současnou verzi programu.',
  'Install the current version on the register and in the backoffice.',
] as const;

/** What happened; that selling goes on is said by whoever shows it. */
const OF: Readonly<Record<FaultCode, Told>> = {
  offline: told(
    'Pokladna nemá internet.',
    'The register has no internet.',
    'Zkontrolujte kabel nebo Wi-Fi a router. Až se internet vrátí, odešle se všechno samo.',
    'Check the cable or the Wi-Fi, and the router. Once the internet is back, everything is sent by itself.',
  ),
  closed: told(
    'BackOffice neběží, nebo k němu nepouští firewall.',
    'The backoffice is not running, or a firewall is in the way.',
    ...ITSELF,
  ),
  certificate: told(
    'Na adrese BackOffice odpovídá někdo, jehož certifikátu nejde věřit. Nic se mu neposlalo.',
    'At the address of the backoffice somebody answers whose certificate cannot be trusted. Nothing was sent.',
    'Zkontrolujte adresu. Má-li BackOffice certifikát vlastní autority, nastavte [backoffice] ca v souboru kasad.toml.',
    'Check the address. If the backoffice has a certificate of an authority of its own, set [backoffice] ca in kasad.toml.',
  ),
  clock: told(
    'Podle hodin této pokladny certifikát BackOffice neplatí. Nic se mu neposlalo.',
    'By the clock of this register the certificate of the backoffice is not valid. Nothing was sent.',
    'Zkontrolujte datum a čas pokladny. Jsou-li dobře, certifikát BackOffice vypršel a obnoví ho ten, kdo BackOffice spravuje.',
    'Check date and time of the register. If they are right, the certificate has expired and is renewed by whoever runs the backoffice.',
  ),
  silent: told('BackOffice neodpověděl včas.', 'The backoffice did not answer in time.', ...ITSELF),
  cut: told('Spojení s BackOffice se přerušilo.', 'The connection to the backoffice broke.', ...ITSELF),
  'too-long': told(
    'Odpověď BackOffice byla příliš dlouhá.',
    'The answer of the backoffice was too long.',
    ...CURRENT,
  ),
  portal: told(
    'Místo BackOffice odpovídá přihlašovací stránka sítě.',
    'A sign-in page of the network answers instead of the backoffice.',
    'Otevřete na tomto počítači prohlížeč a přihlaste se do sítě, nebo připojte pokladnu jinou sítí.',
    'Open a browser on this computer and sign in to the network, or connect the register by another one.',
  ),
  refused: told(
    'BackOffice tuto pokladnu odmítá: její přístup byl zrušen.',
    'The backoffice refuses this register: its access was revoked.',
    'Vydejte v BackOffice nový kód a připojte pokladnu znovu: Nastavení → BackOffice.',
    'Issue a new code in the backoffice and join the register again: Settings → BackOffice.',
  ),
  busy: told('BackOffice má teď moc práce.', 'The backoffice is busy now.', ...ITSELF),
  broken: told(
    'V BackOffice nastala chyba.',
    'The backoffice has failed.',
    'Zkouší se to samo. Když to do hodiny nepřejde, řekněte to tomu, kdo BackOffice spravuje.',
    'It is tried by itself. If it does not pass in an hour, tell whoever runs the backoffice.',
  ),
  elsewhere: told(
    'Na této adrese žádné BackOffice není.',
    'There is no backoffice at this address.',
    'Zkontrolujte adresu backoffice.',
    'Check the address of the backoffice.',
  ),
  rejected: told(
    'BackOffice nerozumí tomu, co pokladna posílá.',
    'The backoffice does not understand what the register sends.',
    ...CURRENT,
  ),
  garbled: told(
    'Pokladna nerozumí tomu, co BackOffice odpovídá.',
    'The register does not understand what the backoffice answers.',
    ...CURRENT,
  ),
  stuck: told(
    'BackOffice změny přijímá, ale neukládá.',
    'The backoffice takes changes and does not keep them.',
    'Zkouší se to samo. Řekněte to tomu, kdo BackOffice spravuje.',
    'It is tried by itself. Tell whoever runs the backoffice.',
  ),
  retired: told(
    'Obchod byl od tohoto BackOffice odpojen.',
    'The shop was disconnected from this backoffice.',
    'Má-li se vrátit, připojte pokladnu novým kódem: Nastavení → BackOffice.',
    'If it shall return, join the register by a new code: Settings → BackOffice.',
  ),
};

export function faultWords({ code, problem }: Fault): Told {
  const own = OF[code];
  if (code !== 'rejected' || problem === null) return own;
  return {
    cs: `${own.cs} Říká: ${problem.title}`,
    en: `${own.en} It says: ${problem.titleEn}`,
    hintCs: problem.hint || own.hintCs,
    hintEn: problem.hintEn || own.hintEn,
  };
}

/** Of a pairing that came to nothing: in the words of the backoffice when it has any, as over a wrong code. */
export function joinRefusal(fault: Fault): Refusal {
  const { cs, en, hintCs, hintEn } = OF[fault.code];
  const nothing = { cs: ' Nic se nezměnilo.', en: ' Nothing has changed.' };
  if (fault.problem !== null) {
    const { title, titleEn, hint } = fault.problem;
    return new Refusal(
      fault.code === 'busy' ? 429 : 422,
      fault.problem.code || `backoffice-${fault.code}`,
      { cs: title, en: titleEn },
      {
        cs: hint || 'Zkontrolujte kód a zkuste to znovu.',
        en: fault.problem.hintEn || 'Check the code and try again.',
      },
    );
  }
  const code = fault.code === 'refused' ? 'code-refused' : `backoffice-${fault.code}`;
  return fault.code === 'refused'
    ? new Refusal(
        422,
        code,
        {
          cs: `BackOffice ten kód nezná nebo už neplatí.${nothing.cs}`,
          en: `The backoffice does not know that code, or it is over.${nothing.en}`,
        },
        { cs: 'Vydejte v BackOffice nový kód.', en: 'Issue a new code in the backoffice.' },
      )
    : new Refusal(502, code, { cs: cs + nothing.cs, en: en + nothing.en }, { cs: hintCs, en: hintEn });
}

export const notAnAddress = () =>
  new Refusal(
    400,
    'backoffice-address',
    {
      cs: 'To není adresa backoffice. Nic se nezměnilo.',
      en: 'That is no address of a backoffice. Nothing has changed.',
    },
    {
      cs: 'Napište ji tak, jak je v prohlížeči, například https://backoffice.example.cz.',
      en: 'Write it as it stands in the browser, for example https://backoffice.example.cz.',
    },
  );

export const unpaired = () =>
  new Refusal(
    409,
    'no-backoffice',
    {
      cs: 'Pokladna není připojená k žádnému backoffice. Nic se nezměnilo.',
      en: 'The register is joined to no backoffice. Nothing has changed.',
    },
    { cs: 'Připojte ji: Nastavení → BackOffice.', en: 'Join it: Settings → Backoffice.' },
  );

export const pairedAlready = (store: string) =>
  new Refusal(
    409,
    'backoffice-paired',
    {
      cs: `Pokladna už je připojená k BackOffice obchodu ${store}. Nic se nezměnilo.`,
      en: `The register is joined to the backoffice of ${store} already. Nothing has changed.`,
    },
    {
      cs: 'Má-li patřit jinam, nejdřív ji odpojte.',
      en: 'If it shall belong elsewhere, disconnect it first.',
    },
  );

export const putOut = () =>
  new Refusal(
    409,
    'backoffice-retired',
    {
      cs: 'Obchod byl od tohoto BackOffice jednou odpojen a ostatní pokladny ho už neposlouchají. Pokladna se nepřipojila, prodává se dál.',
      en: 'The shop was disconnected from this backoffice once, and its registers no longer listen to it. The register was not joined; sales go on.',
    },
    {
      cs: 'Aktualizujte BackOffice na současnou verzi, vydejte v něm nový kód a zkuste to znovu.',
      en: 'Update the backoffice to the current version, issue a new code there and try again.',
    },
  );

/** `1 změna`, `2 změny`, `5 změn`. */
export function changes(count: number): { cs: string; en: string } {
  const word = count === 1 ? 'změna' : count >= 2 && count <= 4 ? 'změny' : 'změn';
  return { cs: `${count} ${word}`, en: `${count} ${count === 1 ? 'change' : 'changes'}` };
}
