import { Refusal, type Words } from '../../wire/index.ts';

/** A process of the demo ended before it was ready; it has said itself why. */
export const notStarted = (what: Words): Refusal =>
  new Refusal(
    503,
    'demo-not-started',
    {
      cs: `${what.cs} se nespustí, proč stojí výš. Ukázka neběží, její data zůstala.`,
      en: `${what.en} does not start, why stands above. The demo is not running, its data are as they were.`,
    },
    {
      cs: 'Běží-li ukázka ještě odjinud, ukončete ji a spusťte příkaz znovu.',
      en: 'If the demo still runs from elsewhere, end it and run the command again.',
    },
  );
