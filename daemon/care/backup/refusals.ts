import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { Refusal } from '../../../wire/index.ts';

/** No stick of that name is plugged in. */
export function noPlace(name: string): Refusal {
  return new Refusal(
    404,
    'no-stick',
    {
      cs: `Flashka ${name} v pokladně není. Nic se nezměnilo.`,
      en: `The stick ${name} is not in the register. Nothing was changed.`,
    },
    {
      cs: 'Zasuňte ji, chvíli počkejte a vyberte ji znovu.',
      en: 'Plug it in, wait a moment and choose it again.',
    },
  );
}

/** Nothing can be written there. */
export function notMarked(name: string, code: string): Refusal {
  return new Refusal(
    409,
    'place-read-only',
    {
      cs: `Na místo ${name} se nedá zapisovat (${code}). Zálohy na něj chodit nebudou.`,
      en: `The place ${name} cannot be written (${code}). No backups will go there.`,
    },
    {
      cs: 'Posuňte pojistku na flashce, uvolněte na ní místo, nebo zvolte jinou.',
      en: 'Move the lock of the stick, make room on it, or choose another one.',
    },
  );
}

/** Why the folder cannot be a place for copies; undefined when it can. */
export async function folderRefusal(folder: string, dir: string): Promise<Refusal | undefined> {
  const what = (code: string, cs: string, en: string, hintCs: string, hintEn: string) =>
    new Refusal(
      422,
      code,
      {
        cs: `${cs} Zálohy sem chodit nebudou.`,
        en: `${en} No backups will go there.`,
      },
      { cs: hintCs, en: hintEn },
    );
  if (!path.isAbsolute(folder)) {
    return what(
      'no-folder',
      `„${folder}“ není celá cesta ke složce.`,
      `"${folder}" is not a whole path of a folder.`,
      'Napište cestu od kořene, například /srv/zaloha.',
      'Write the path from the root, for instance /srv/backup.',
    );
  }
  try {
    if (!(await stat(folder)).isDirectory()) throw new Error('not a folder');
    await access(folder, constants.W_OK | constants.X_OK);
  } catch {
    return what(
      'no-folder',
      `Složka ${folder} není, nebo se do ní nedá zapisovat.`,
      `The folder ${folder} is not there, or cannot be written.`,
      'Připojte disk a dejte uživateli kasad právo do složky zapisovat.',
      'Connect the disk and let the user kasad write into the folder.',
    );
  }
  const [real, own] = await Promise.all([realpath(folder), realpath(dir)]);
  if (real === own || real.startsWith(`${own}${path.sep}`)) {
    return what(
      'own-folder',
      'Záloha ve složce s daty pokladny by zmizela s nimi.',
      'A backup in the data folder of the register would be lost with it.',
      'Zvolte složku na jiném disku.',
      'Choose a folder on another disk.',
    );
  }
  return undefined;
}
