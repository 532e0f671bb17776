import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Box } from './box.ts';
import { inventory, missingIn } from './files.ts';
import type { Packages } from './packages.ts';
import { mebibytes, type Protocol, seconds } from './protocol.ts';
import { createInstalledRegister, type InstalledRegister, PIN } from './register.ts';
import type { Street } from './street.ts';

/** A quarter of receipts each minute is a busy hour of one till; each has three lines. */
const HOUR_RECEIPTS = 240;
const patience_ms = 120_000;
/** In the place of a second disk. */
const DISK = '/mnt/zaloha';

export const answersFor = (number: number, printer: string): string => `language = "cs"

[register]
id = "pokladna-${number}"
name = "Pokladna ${number}"
series = "R${number}"

[[printer]]
id = "uctenky"
name = "Tiskárna účtenek"
url = "${printer}"
profile = "epson-tm-t20iii"
routes = ["receipt", "report"]
`;

export const SHOP = `
[seller]
name = "Hostinec U Lípy s. r. o."
address = "Lipová 1, 602 00 Brno"
ico = "27082440"

[[staff]]
name = "Jana Nováková"
role = "manager"
pin = "${PIN}"
`;

/** Installs, sets up by answers and fills the price list; used by three boxes too. */
export async function setUp(box: Box, register: InstalledRegister, answers: string): Promise<void> {
  box.write('root/setup.toml', answers);
  // The register's own user reads it.
  box.run(['install', '-o', 'kasad', '-m', '0400', '/root/setup.toml', '/run/kasad/setup.toml']);
  box.run(['kasad', 'setup', '--answers', '/run/kasad/setup.toml']);
  await register.ready();
}

export async function fillPriceList(register: InstalledRegister): Promise<void> {
  const jana = await register.signIn('Jana Nováková');
  const { categories, vatRates } = await jana.catalogue();
  const category =
    categories[0] ??
    (await jana.ask<{ id: string }>('POST', '/api/categories', {
      name: 'Jídlo',
      hue: 30,
      position: 1,
      route: null,
    }));
  for (const [name, price_haler] of [
    ['Svíčková na smetaně', 21_900],
    ['Smažený sýr', 18_900],
    ['Kofola 0,5 l', 5_500],
  ] as const) {
    await jana.ask('POST', '/api/items', {
      ...{
        name,
        shortName: name.slice(0, 20),
        price_haler,
        vatClass: vatRates[0]?.vatClass,
        categoryId: category.id,
      },
      ...{ unit: 'ks', plu: null, eans: [], weighedEanPrefix: null, labels: [], allergens: [], hue: null },
      ...{ route: null, soldOut: false, openPrice: false, stocked: false, prepaid: false },
    });
  }
}

/** All that one box has to bear, from the first installation to the purge. */
export async function tryOneBox(options: {
  readonly on: string;
  readonly box: Box;
  readonly number: number;
  readonly street: Street;
  readonly packages: Packages;
  readonly protocol: Protocol;
}): Promise<void> {
  const { on, box, number, street, packages, protocol } = options;
  const register = createInstalledRegister(box);
  const step = (what: string, act: () => Promise<string> | string) => protocol.step(on, what, act);
  const numbers: string[] = [];
  const before = inventory(box.root);
  let session = undefined as unknown as Awaited<ReturnType<InstalledRegister['signIn']>>;

  async function comesBack(how: () => unknown): Promise<string> {
    const falls = Number(register.property('NRestarts'));
    const from = performance.now();
    how();
    while (Number(register.property('NRestarts')) === falls) {
      if (performance.now() - from > patience_ms) throw new Error('nobody has started it again');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    await register.ready();
    return `znovu připravená za ${seconds(performance.now() - from)}`;
  }
  const holdsReceipts = async (): Promise<string> => {
    session = await register.signIn('Jana Nováková');
    const missing: string[] = [];
    for (const one of numbers) {
      const path = `/api/receipts?q=${encodeURIComponent(one)}`;
      const { receipts } = await session.ask<{ receipts: { number: string }[] }>('GET', path);
      if (receipts.filter(({ number }) => number === one).length !== 1) missing.push(one);
    }
    if (missing.length > 0) throw new Error(`účtenky chybí: ${missing.join(', ')}`);
    return `účtenky ${numbers.join(', ')} jsou na místě`;
  };
  async function sale(): Promise<string> {
    const { number: made } = await session.sell(3);
    numbers.push(made);
    await street.paperWith(made);
    return `účtenka ${made} vyšla z tiskárny`;
  }

  await step('balíček se nainstaluje bez sítě (dpkg -i)', async () => {
    const routes = box.run(['ip', '-o', 'route']).trim();
    if (routes !== '') throw new Error(`je tu síť: ${routes}`);
    const file = box.bring(packages.plain);
    const from = performance.now();
    box.run(['dpkg', '-i', file]);
    const installed = performance.now() - from;
    await register.ready();
    return `${mebibytes(statSync(packages.plain).size)}, dpkg ${seconds(installed)}, připravená po ${seconds(performance.now() - from)}`;
  });
  await step('služba běží pod svým uživatelem a hlásí se systemd', () => {
    const user = register.property('User');
    const status = register.property('StatusText');
    const processes = box.run(['stat', '-c', '%U', `/proc/${register.property('MainPID')}`]).trim();
    if (processes !== 'kasad') throw new Error(`běží pod ${processes}`);
    return `uživatel ${user}, „${status}“`;
  });
  await step('od spuštění k připravenosti', async () => {
    const times: number[] = [];
    for (let i = 0; i < 3; i++) {
      box.run(['systemctl', 'restart', 'kasad']);
      await register.ready();
      times.push(
        (Number(register.property('ActiveEnterTimestampMonotonic')) -
          Number(register.property('ExecMainStartTimestampMonotonic'))) /
          1000,
      );
    }
    times.sort((a, b) => a - b);
    return `medián ze tří ${Math.round(times[1] ?? 0)} ms, nejdéle ${Math.round(times[2] ?? 0)} ms`;
  });
  await step('první nastavení z odpovědí (kasad setup)', async () => {
    await street.plugIn(box.pid(), number);
    await setUp(box, register, answersFor(number, street.printer) + SHOP);
    await fillPriceList(register);
    session = await register.signIn('Jana Nováková');
    return register.property('StatusText');
  });
  await step('prodej přes API vyjde z tiskárny v síti', sale);
  await step('kontrola pokladny (kasad doctor) doběhne', () => {
    const { code, text } = box.tried(['kasad', 'doctor', '--json']);
    if (code === null || code > 2) throw new Error(text);
    const parsed = JSON.parse(text) as { findings?: { id: string }[] };
    return `skončila s ${code}: ${(parsed.findings ?? []).map(({ id }) => id).join(', ')}`;
  });
  await step('klíč pokladny (LoadCredential) zapečetí, co je tajné vedle databáze', async () => {
    await register.ask('POST', '/api/siblings/code');
    await register.ask('DELETE', '/api/siblings/code');
    const papers = box.run(['cat', '/var/lib/kasad/identity/identity.json']);
    if (!papers.startsWith('kasad-sealed 1 ')) throw new Error('doklady obchodu leží otevřené');
    return 'identity.json je zapečetěný';
  });
  await step('zastavený proces (SIGSTOP): zasáhne watchdog', async () => {
    const said = await comesBack(() => box.run(['sh', '-c', `kill -STOP ${register.property('MainPID')}`]));
    return `${said}; ${await holdsReceipts()}`;
  });
  await step('kill -9: vrátí se', async () => {
    const said = await comesBack(() => box.run(['sh', '-c', `kill -KILL ${register.property('MainPID')}`]));
    return `${said}; ${await holdsReceipts()}`;
  });
  await step('restart počítače: vrátí se s účtenkami', async () => {
    register.hangUp();
    const from = performance.now();
    await box.reboot();
    await register.ready();
    const took = performance.now() - from;
    await street.plugIn(box.pid(), number);
    return `připravená ${seconds(took)} po povelu; ${await holdsReceipts()}`;
  });
  await step('prodej po restartu', sale);
  await step('ztracený klíč pokladny nezastaví prodej a řekne se', async () => {
    box.run(['mv', '/etc/kasad/keys/box.key', '/root/box.key']);
    box.run(['systemctl', 'restart', 'kasad']);
    await register.ready();
    const { parts } = await register.ask<{ parts: { id: string; state: string; cs: string }[] }>(
      'GET',
      '/health',
    );
    const part = parts.find(({ id }) => id === 'box-key');
    session = await register.signIn('Jana Nováková');
    await sale();
    box.run(['mv', '/root/box.key', '/etc/kasad/keys/box.key']);
    box.run(['systemctl', 'restart', 'kasad']);
    await register.ready();
    session = await register.signIn('Jana Nováková');
    if (part?.state !== 'attention') throw new Error(`nic se neřeklo: ${JSON.stringify(parts)}`);
    return part.cs;
  });
  await step(`rušná hodina: ${HOUR_RECEIPTS} účtenek po třech položkách`, async () => {
    const from = performance.now();
    let last = '';
    for (let i = 0; i < HOUR_RECEIPTS; i++) last = (await session.sell(3)).number;
    const sold = performance.now() - from;
    await street.paperWith(last);
    const status = box.run(['cat', `/proc/${register.property('MainPID')}/status`]);
    const rss = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
    return `prodáno za ${seconds(sold)}, poslední papír ${seconds(performance.now() - from)}; RSS ${mebibytes(rss)}`;
  });
  await step('kopie na druhý disk, balík pro podporu a vývoz všeho', () => {
    box.run(['install', '-d', '-o', 'kasad', '-m', '0700', DISK]);
    box.run(['kasad', 'backup', 'add', DISK]);
    box.run(['kasad', 'backup', 'now']);
    box.run(['kasad', 'support-bundle', '--to', `${DISK}/podpora.zip`]);
    box.run(['kasad', 'export', '--to', `${DISK}/vyvoz.zip`]);
    const files = box.run(['find', DISK, '-type', 'f', '-printf', '%P\\t%s\\n']).trim().split('\n').sort();
    for (const end of [/\.db\t/, /^podpora\.zip\t/, /^vyvoz\.zip\t/]) {
      if (!files.some((one) => end.test(one))) throw new Error(`chybí ${end}: ${files.join(', ')}`);
    }
    return files.map((one) => one.replace('\t', ' ')).join(', ');
  });
  await step('obnova z druhého disku (kasad restore)', async () => {
    box.run(['systemctl', 'stop', 'kasad']);
    const said = box.run(['kasad', 'restore', '--from', DISK]);
    box.run(['systemctl', 'start', 'kasad']);
    await register.ready();
    return `${said.split('\n')[0]} ${await holdsReceipts()}`;
  });
  await step('prodej po obnově', sale);
  await step('aktualizace se změnou databáze', async () => {
    const file = box.bring(packages.next);
    const from = performance.now();
    const said = box.run(['dpkg', '-i', file]);
    const took = performance.now() - from;
    await register.ready();
    await isVersion(packages.versions.next);
    if (/Vrátila se/.test(said)) throw new Error(said);
    return `${packages.versions.next} běží, dpkg ${seconds(took)}; ${await holdsReceipts()}`;
  });
  await step('prodej po aktualizaci', sale);
  await step('verze, která nenaběhne, se vezme zpět i s databází a řekne se to', async () => {
    const file = box.bring(packages.broken);
    const from = performance.now();
    const { code, text } = box.tried(['dpkg', '-i', file]);
    const took = performance.now() - from;
    if (code === 0) throw new Error('dpkg o ničem neví');
    await register.ready();
    await isVersion(packages.versions.next);
    const told = /Verze [^\n]*nenaběhla\.[^\n]*/.exec(text)?.[0];
    if (told === undefined) throw new Error(`neřeklo se, co se stalo: ${text}`);
    return `${seconds(took)}: „${told}“ ${await holdsReceipts()}`;
  });
  await step('prodej po návratu', sale);
  await step('podepsaný balíček z disku nainstaluje sama (kasad update)', async () => {
    const stick = '/media/kasad/KLIC';
    box.run(['mkdir', '-p', stick, '/etc/kasad/update-keys']);
    for (const file of [packages.signed, `${packages.signed}.sig`]) box.run(['mv', box.bring(file), stick]);
    const key = box.bring(packages.key);
    box.run(['install', '-o', 'root', '-g', 'root', '-m', '0644', key, '/etc/kasad/update-keys/trial.pem']);
    box.run(['kasad', 'update', '--from', stick]);
    const from = performance.now();
    box.run(['kasad', 'update', 'install', '--even-with-open-shift']);
    const result = () => {
      const { code, text } = box.tried(['cat', '/var/lib/kasad/update.json']);
      const told =
        code === 0 ? (JSON.parse(text) as { state: string; to: string; reason?: string }) : undefined;
      return told?.to === packages.versions.signed && told.state !== 'installing' ? told : undefined;
    };
    while (result() === undefined) {
      if (performance.now() - from > patience_ms) {
        const { text } = box.tried(['journalctl', '-u', 'kasad-update', '-n', '30', '--no-pager']);
        throw new Error(`nikdo ho nenainstaloval\n${text}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const told = result();
    if (told?.state !== 'done') throw new Error(JSON.stringify(told));
    const took = performance.now() - from;
    await register.ready();
    await isVersion(packages.versions.signed);
    box.run(['rm', '-r', stick]);
    return `${packages.versions.signed} běží, ${seconds(took)} od povelu; ${await holdsReceipts()}`;
  });
  await step('prodej po ní', sale);
  await step('odebrání (dpkg -r) nechá data', () => {
    box.run(['dpkg', '-r', 'kasad']);
    if (box.tried(['systemctl', 'is-active', 'kasad']).code === 0) throw new Error('služba pořád běží');
    for (const kept of ['var/lib/kasad/kasad.db', 'etc/kasad/kasad.toml', 'etc/kasad/keys/box.key']) {
      if (!existsSync(join(box.root, kept))) throw new Error(`chybí ${kept}`);
    }
    if (existsSync(join(box.root, 'usr/lib/kasad'))) throw new Error('zůstal program');
    return 'program je pryč, databáze, nastavení a klíč zůstaly';
  });
  await step('nová instalace najde data', async () => {
    box.run(['dpkg', '-i', box.bring(packages.signed)]);
    await register.ready();
    return await holdsReceipts();
  });
  await step('tovární nastavení (kasad reset): pokladna je zase nová', async () => {
    const { code, text } = box.tried(['kasad', 'reset', '--name', `Pokladna ${number}`]);
    if (code === 0) throw new Error(`smazala se i s účtenkami, které jinde nejsou: ${text}`);
    box.run(['kasad', 'reset', '--name', `Pokladna ${number}`, '--even-so']);
    const from = performance.now();
    for (;;) {
      if (box.tried(['test', '-e', '/etc/kasad/kasad.toml']).code !== 0) break;
      if (performance.now() - from > patience_ms) throw new Error('nastavení tu pořád je');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    await register.ready();
    return register.property('StatusText');
  });
  await step('úplné odebrání (dpkg -P) nenechá nic', () => {
    register.hangUp();
    box.run(['rm', '-r', DISK]);
    box.run(['dpkg', '-P', 'kasad']);
    const after = inventory(box.root);
    const left = missingIn(after, before);
    const gone = missingIn(before, after);
    if (left.length + gone.length > 0)
      throw new Error(`zůstalo: ${left.join(', ')}; ubylo: ${gone.join(', ')}`);
    return `${before.size} souborů, složek, uživatelů a skupin jako před instalací`;
  });

  async function isVersion(version: string): Promise<void> {
    const health = await register.ask<{ version: string }>('GET', '/health');
    if (health.version !== version) throw new Error(`odpovídá verze ${health.version}, ne ${version}`);
  }
}
