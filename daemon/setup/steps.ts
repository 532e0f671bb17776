import { SETUP_STEPS, type SetupStep, type SetupStepId } from '../http/contract.ts';
import type { Notes } from './notebook.ts';

/** What the register sees of itself. */
export interface Facts {
  readonly paired: boolean;
  readonly named: boolean;
  readonly printers: number;
  readonly drawer: boolean;
  readonly display: boolean;
  readonly certificates: number;
  readonly backoffice: string | null;
  readonly staff: number;
}

/** Steps of which nothing can be seen: what somebody says of them counts. */
export const SAID: readonly SetupStepId[] = ['language', 'shop'];

/**
 * How far the first run is. What is there is done, whatever was said of it before; so the order in which the steps were
 * gone through makes no difference.
 */
export function stepsOf(facts: Facts, marks: Notes['marks']): SetupStep[] {
  return SETUP_STEPS.map((id) => {
    const mark = marks[id];
    const done = seen(id, facts) || (mark === 'done' && SAID.includes(id));
    return { id, state: done ? 'done' : mark === 'skipped' ? 'skipped' : 'open', ...told(id, facts, done) };
  });
}

function seen(id: SetupStepId, facts: Facts): boolean {
  switch (id) {
    case 'language':
      return false;
    case 'shop':
      return facts.paired;
    case 'register':
      return facts.named;
    case 'printers':
      return facts.printers > 0;
    case 'drawer':
      return facts.drawer;
    case 'display':
      return facts.display;
    case 'eet':
      return facts.certificates > 0;
    case 'backoffice':
      return facts.backoffice !== null;
    case 'staff':
      return facts.staff > 0;
  }
}

function told(id: SetupStepId, facts: Facts, done: boolean): { cs: string; en: string } {
  if (!done) return NOT_YET[id];
  switch (id) {
    case 'language':
      return { cs: 'Jazyk je zvolený.', en: 'The language is chosen.' };
    case 'shop':
      return facts.paired
        ? { cs: 'Pokladna patří k obchodu s dalšími.', en: 'The register belongs to a shop with others.' }
        : { cs: 'Nový obchod.', en: 'A new shop.' };
    case 'register':
      return { cs: 'Pokladna má jméno a řadu účtenek.', en: 'The register has a name and a receipt series.' };
    case 'printers':
      return {
        cs: `${facts.printers} ${facts.printers === 1 ? 'tiskárna' : facts.printers < 5 ? 'tiskárny' : 'tiskáren'}.`,
        en: `${facts.printers} ${facts.printers === 1 ? 'printer' : 'printers'}.`,
      };
    case 'drawer':
      return { cs: 'Zásuvka je nastavená.', en: 'The drawer is set up.' };
    case 'display':
      return { cs: 'Displej je nastavený.', en: 'The display is set up.' };
    case 'eet':
      return { cs: 'Certifikát pro EET je nahraný.', en: 'The certificate for EET is here.' };
    case 'backoffice':
      return { cs: `Připojeno: ${facts.backoffice}.`, en: `Connected: ${facts.backoffice}.` };
    case 'staff':
      return {
        cs: `${facts.staff} ${facts.staff === 1 ? 'člověk' : facts.staff < 5 ? 'lidé' : 'lidí'}.`,
        en: `${facts.staff} ${facts.staff === 1 ? 'person' : 'people'}.`,
      };
  }
}

const NOT_YET: Readonly<Record<SetupStepId, { cs: string; en: string }>> = {
  language: { cs: 'Jazyk obrazovky není zvolený.', en: 'The language of the screen is not chosen.' },
  shop: { cs: 'Nový obchod, nebo připojení kódem?', en: 'A new shop, or joining one by a code?' },
  register: {
    cs: 'Pokladna nemá jméno ani řadu účtenek, zatím neprodává.',
    en: 'The register has neither name nor receipt series, and does not sell yet.',
  },
  printers: { cs: 'Žádná tiskárna není nastavená.', en: 'No printer is set up.' },
  drawer: { cs: 'Zásuvka není nastavená.', en: 'The drawer is not set up.' },
  display: { cs: 'Displej není nastavený.', en: 'The display is not set up.' },
  eet: { cs: 'Certifikát pro EET tu není.', en: 'There is no certificate for EET.' },
  backoffice: { cs: 'BackOffice není připojený.', en: 'No backoffice is connected.' },
  staff: { cs: 'Nikdo se zatím nemůže přihlásit.', en: 'Nobody can sign in yet.' },
};
