import type { Health, SiblingsView } from '../../http/contract.ts';
import type { Check } from '../check.ts';
import { type Finding, found, type Indicator } from '../finding.ts';

/** What package.json asks for. */
const NODE_LEAST = 24;

const rolledBack: Indicator = {
  id: 'update-rolled-back',
  area: 'versions',
  state: 'attention',
  what: {
    cs: 'Poslední aktualizace{to} se nepovedla a pokladna se vrátila k předchozí verzi {version}.',
    en: 'The last update{toEn} failed, and the register went back to the version before, {version}.',
  },
  remedy: {
    cs: 'Prodává se dál. Důvod ukáže Nastavení → Aktualizace; pošlete ho podpoře a balíček zatím znovu neinstalujte.',
    en: 'Sales go on. Settings → Update says why; send that to the support and do not install the package again for now.',
  },
};
const notRestarted: Indicator = {
  id: 'version-not-restarted',
  area: 'versions',
  state: 'attention',
  what: {
    cs: 'Nainstalovaná je verze {installed}, ale běží ještě {running}.',
    en: 'The version {installed} is installed, but {running} still runs.',
  },
  remedy: {
    cs: 'Po zavření směny pokladnu restartujte: „sudo systemctl restart kasad“.',
    en: 'Restart the register after the shift is closed: “sudo systemctl restart kasad”.',
  },
};
const differs: Indicator = {
  id: 'version-differs',
  area: 'versions',
  state: 'attention',
  what: {
    cs: 'Pokladna {name} má jinou verzi programu ({theirs}) než tato ({ours}).',
    en: '{name} has another version of the program ({theirs}) than this one ({ours}).',
  },
  remedy: {
    cs: 'Aktualizujte tu starší: v Nastavení → Aktualizace umí balíček převzít od souseda. Data si mezitím vyměňují dál.',
    en: 'Update the older one: Settings → Update can take the package from a sibling. Meanwhile they go on exchanging data.',
  },
};
const oldNode: Indicator = {
  id: 'node-old',
  area: 'versions',
  state: 'fault',
  what: {
    cs: 'Program běží na Node {node}, potřebuje aspoň {least}.',
    en: 'The program runs on Node {node} and needs {least} at least.',
  },
  remedy: {
    cs: 'Nainstalujte pokladnu z balíčku .deb, ve kterém je správný Node.',
    en: 'Install the register from its .deb, which brings the right Node.',
  },
};

export interface Versions {
  readonly installed: string;
  /** Of the running register; null when it does not run. */
  readonly running: string | null;
  readonly node: string;
  readonly siblings: readonly { readonly name: string; readonly version: string | null }[];
  /** How the last update ended, as it was noted. */
  readonly update: { readonly state?: unknown; readonly to?: unknown } | null;
}

export function judgeVersions({ installed, running, node, siblings, update }: Versions): Finding[] {
  const findings: Finding[] = [];
  if (update?.state === 'rolled-back') {
    const to = typeof update.to === 'string' ? update.to : null;
    findings.push(
      found(rolledBack, {
        version: installed,
        to: to === null ? '' : ` na verzi ${to}`,
        toEn: to === null ? '' : ` to the version ${to}`,
      }),
    );
  }
  if (running !== null && running !== installed) findings.push(found(notRestarted, { installed, running }));
  const ours = running ?? installed;
  for (const { name, version } of siblings) {
    if (version !== null && version !== ours) findings.push(found(differs, { name, theirs: version, ours }));
  }
  if (Number.parseInt(node, 10) < NODE_LEAST) findings.push(found(oldNode, { node, least: NODE_LEAST }));
  return findings;
}

export const versions: Check = {
  id: 'versions',
  area: 'versions',
  indicators: [rolledBack, notRestarted, differs, oldNode],
  well: {
    cs: 'Verze programu: {version}, Node {node}.',
    en: 'Version of the program: {version}, Node {node}.',
  },
  async look({ version, register, files, dir }) {
    const [health, view, noted] = await Promise.all([
      register.ask<Health>('/health'),
      register.ask<SiblingsView>('/api/siblings'),
      files.text(`${dir}/update.json`),
    ]);
    const node = process.versions.node;
    const findings = judgeVersions({
      installed: version,
      running: health?.version ?? null,
      node,
      siblings: (view?.siblings ?? []).filter(({ state }) => state === 'linked'),
      // A register that runs says it itself, and more about it.
      update: health?.parts.some(({ id, state }) => id === 'update' && state !== 'ok') ? null : noteOf(noted),
    });
    return { findings, facts: { version, node } };
  },
};

function noteOf(text: string | undefined): Versions['update'] {
  try {
    return JSON.parse(text ?? 'null') as Versions['update'];
  } catch {
    return null;
  }
}
