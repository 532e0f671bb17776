import { resolve } from 'node:path';
import type { UpdatesView } from '../http/contract.ts';
import { type Command, readArgs, UsageError } from './command.ts';
import { askRegister } from './console-request.ts';
import { PLACE_HELP, PLACE_OPTIONS, placeOf } from './place.ts';

export const command: Command = {
  name: 'update',
  summary: 'Nová verze z USB disku nebo od jiné pokladny; pokladny se aktualizují jedna po druhé.',
  help: `
kasad update status [--json]
kasad update --from SOUBOR|SLOŽKA
kasad update install [--even-with-open-shift]
kasad update stop

  status                 jaká verze běží, jaký balíček tu je a jak jsou na tom ostatní pokladny
  --from MÍSTO           vezme podepsaný balíček ze souboru nebo složky (jinak se bere z USB disku sám)
  install                aktualizuje celý obchod, každou pokladnu až po uzavření její směny
  --even-with-open-shift tuto pokladnu hned, i když má otevřenou směnu
  stop                   další pokladna už nezačne
  --json                 stav jako JSON
${PLACE_HELP}

Balíček je soubor kasad_VERZE_ARCH.deb a vedle něj jeho podpis kasad_VERZE_ARCH.deb.sig. Ke starší verzi se dá
vrátit jen ručně: dpkg -i.
`,
  async run(args, { out }) {
    const { values, positionals } = readArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...PLACE_OPTIONS,
        from: { type: 'string' },
        json: { type: 'boolean' },
        'even-with-open-shift': { type: 'boolean' },
      },
    });
    const [what = values.from === undefined ? 'status' : 'look', ...more] = positionals;
    if (more.length > 0) throw new UsageError(`„${more[0]}“ je tu navíc.`);
    const { data_dir } = placeOf(values);
    const ask = async (): Promise<UpdatesView> => {
      const at = '/api/updates';
      switch (what) {
        case 'status':
          return askRegister(data_dir, 'GET', at);
        case 'look':
          return askRegister(data_dir, 'POST', `${at}/look`, { place: resolve(values.from ?? '') });
        case 'install':
          return askRegister(data_dir, 'POST', `${at}/install`, {
            evenWithOpenShift: values['even-with-open-shift'] ?? false,
          });
        case 'stop':
          return askRegister(data_dir, 'POST', `${at}/stop`);
        default:
          throw new UsageError(`„${what}“ neznáme.`);
      }
    };
    const view = await ask();
    out(values.json ? JSON.stringify(view) : describe(view));
    return what === 'look' && view.package === null ? 1 : 0;
  },
};

function describe(view: UpdatesView): string {
  const { plan, last, package: here } = view;
  const lines = [
    `Běží verze ${view.version} (${view.arch}).`,
    here
      ? `Balíček verze ${here.version} je připravený, podepsal ho klíč „${here.key}“.`
      : 'Novější balíček tu není.',
    ...view.rejected.map(({ file, cs }) => `${file}: ${cs}`),
    ...(view.byHand ? [`${view.byHand.cs} ${view.byHand.hintCs}`] : []),
    ...(plan
      ? [`Verze ${plan.version}, zadáno u pokladny ${plan.by}: ${plan.cs} ${plan.hintCs}`.trim()]
      : []),
    ...(last ? [`${last.cs} ${last.hintCs}`.trim()] : []),
    ...(view.fetching ? [`Stahuje se balíček: ${view.fetching.percent} %.`] : []),
    ...view.registers.map(
      ({ name, version, self, cs }) =>
        `  ${name}${self ? ' (tato)' : ''}: ${version ?? 'verze není známa'}${cs === '' ? '' : `, ${cs}`}`,
    ),
  ];
  return lines.join('\n');
}
