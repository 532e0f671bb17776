import type { Check } from '../check.ts';
import { type Finding, found, type Indicator } from '../finding.ts';

const FILES_MAX = 500;

const unwritable: Indicator = {
  id: 'data-not-writable',
  area: 'permissions',
  state: 'fault',
  what: {
    cs: 'Uživatel {user} nesmí zapisovat do {path} ({code}). Pokladna se nespustí nebo neuloží účtenku.',
    en: 'The user {user} may not write {path} ({code}). The register does not start, or cannot save a receipt.',
  },
  remedy: {
    cs: 'Vraťte složku uživateli pokladny: „sudo chown -R kasad:kasad {dir}“ a „sudo chmod 0700 {dir}“. Chybí-li složka, založte ji („sudo mkdir {dir}“).',
    en: 'Give the folder back to the user of the register: “sudo chown -R kasad:kasad {dir}” and “sudo chmod 0700 {dir}”. If it is missing, make it (“sudo mkdir {dir}”).',
  },
};
const foreign: Indicator = {
  id: 'data-foreign-owner',
  area: 'permissions',
  state: 'fault',
  what: {
    cs: 'Ve složce s daty jsou soubory jiného uživatele, například {example} (celkem {count}): pokladna do nich nezapíše.',
    en: 'The data folder holds files of another user, for instance {example} ({count} in all): the register cannot write them.',
  },
  remedy: {
    cs: 'Někdo spustil pokladnu jako root. Vraťte soubory: „sudo chown -R --reference={dir} {dir}“ a pokladnu restartujte.',
    en: 'Somebody has run the register as root. Give the files back: “sudo chown -R --reference={dir} {dir}” and restart the register.',
  },
};
const open: Indicator = {
  id: 'data-open-to-all',
  area: 'permissions',
  state: 'attention',
  what: {
    cs: 'Data pokladny může číst každý uživatel počítače ({example}): jsou v nich účtenky a otisky PINů.',
    en: 'Every user of the box can read the data of the register ({example}): they hold receipts and hashes of PINs.',
  },
  remedy: {
    cs: 'Zavřete složku: „sudo chmod 0700 {dir}“.',
    en: 'Close the folder: “sudo chmod 0700 {dir}”.',
  },
};
const configOpen: Indicator = {
  id: 'config-open-to-all',
  area: 'permissions',
  state: 'attention',
  what: {
    cs: 'Soubor s nastavením {file} může měnit každý uživatel počítače.',
    en: 'Every user of the box can change the configuration {file}.',
  },
  remedy: { cs: 'Zavřete ho: „sudo chmod 0660 {file}“.', en: 'Close it: “sudo chmod 0660 {file}”.' },
};
const keyOpen: Indicator = {
  id: 'key-open',
  area: 'permissions',
  state: 'fault',
  what: {
    cs: 'Klíč {file}, kterým jsou zamčené certifikáty, může číst i jiný uživatel než root.',
    en: 'The key {file}, which locks the certificates, can be read by others than root.',
  },
  remedy: {
    cs: 'Zavřete ho: „sudo chown root:root {file}“ a „sudo chmod 0400 {file}“.',
    en: 'Close it: “sudo chown root:root {file}” and “sudo chmod 0400 {file}”.',
  },
};

/** A file or folder, as far as rights go. */
export interface Owned {
  readonly name: string;
  readonly uid: number;
  /** The bits of chmod. */
  readonly mode: number;
}

export interface Rights {
  readonly dir: string;
  readonly user: string;
  /** What cannot be written, and why. */
  readonly unwritable: { readonly path: string; readonly code: string } | null;
  /** The folder itself; null when it is not there. */
  readonly folder: Owned | null;
  readonly files: readonly Owned[];
  readonly config: Owned | null;
  /** Null where there is none, or where even its folder is closed to this user, as it should be. */
  readonly key: Owned | null;
}

export function judgeRights(rights: Rights): Finding[] {
  const { dir, user, folder, files, config, key } = rights;
  const findings: Finding[] = [];
  const others = folder ? files.filter(({ uid }) => uid !== folder.uid) : [];
  const [example] = others;
  // Files of another user are the cause, and what cannot be written is what comes of it.
  if (example) findings.push(found(foreign, { dir, example: example.name, count: others.length }));
  else if (rights.unwritable) findings.push(found(unwritable, { dir, user, ...rights.unwritable }));
  if (folder && (folder.mode & 0o007) !== 0) {
    const readable = files.find(({ name, mode }) => SECRET.test(name) && (mode & 0o004) !== 0);
    if (readable) findings.push(found(open, { dir, example: readable.name }));
  }
  if (config && (config.mode & 0o002) !== 0) findings.push(found(configOpen, { file: config.name }));
  if (key && (key.uid !== 0 || (key.mode & 0o077) !== 0)) findings.push(found(keyOpen, { file: key.name }));
  return findings;
}

const SECRET = /^(kasad\.db(-wal)?|console\.json|backoffice\.json|(eet|identity|copies)\/.+)$/;
const KEY_FILE = '/etc/kasad/keys/box.key';
const FOLDERS = ['', 'copies', 'eet', 'identity'];

export const permissions: Check = {
  id: 'permissions',
  area: 'permissions',
  indicators: [unwritable, foreign, open, configOpen, keyOpen],
  well: { cs: 'Oprávnění k souborům jsou správná.', en: 'Rights to files are as they should be.' },
  async look({ files, dir, user, configuration }) {
    const owned = async (path: string, name: string): Promise<Owned | null> => {
      const of = await files.stat(path);
      return of ? { name, uid: of.uid, mode: of.mode & 0o7777 } : null;
    };
    const names = (
      await Promise.all(
        FOLDERS.map(async (folder) =>
          (
            await files.entries(`${dir}/${folder}`)
          )
            .filter((entry) => entry.isFile())
            .map(({ name }) => (folder === '' ? name : `${folder}/${name}`)),
        ),
      )
    ).flat();
    const inside = await Promise.all(names.slice(0, FILES_MAX).map((name) => owned(`${dir}/${name}`, name)));
    // A disk that is read-only is told of by its own check.
    const faults = await Promise.all(
      [dir, `${dir}/kasad.db`].map(async (path) => ({ path, code: await files.fault(path, 'write') })),
    );
    const [folder, database] = faults;
    const bad = [folder, ...(database?.code === 'ENOENT' ? [] : [database])].find(
      (one) => one && one.code !== null && one.code !== 'EROFS',
    );
    const { file } = configuration;
    return {
      findings: judgeRights({
        dir,
        user: user.name,
        unwritable: bad ? { path: bad.path, code: bad.code ?? '' } : null,
        folder: await owned(dir, dir),
        files: inside.filter((one) => one !== null),
        config: file === null ? null : await owned(file, file),
        key: await owned(KEY_FILE, KEY_FILE),
      }),
    };
  },
};
