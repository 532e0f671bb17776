import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../clock.ts';
import { encode } from './encode.ts';
import type { Outcome } from './outcome.ts';
import { paperText } from './paper.ts';
import { createPrinter } from './printer.ts';
import { profileWith } from './profiles.ts';
import { createVirtualPrinter } from './virtual.ts';

/**
 * The promise of the whole driver, against a printer that suffers at random: what is called printed is on
 * paper, what is called failed is not, and nothing is on paper twice.
 */
type Trouble =
  | { do: 'print'; lines: number }
  | { do: 'kick' }
  | { do: 'wait'; ms: number }
  | { do: 'paper'; level: 'ok' | 'out' }
  | { do: 'runOut'; lines: number }
  | { do: 'cover'; state: 'open' | 'closed' }
  | { do: 'jam' }
  | { do: 'free' }
  | { do: 'silent'; on: boolean }
  | { do: 'delay'; ms: number }
  | { do: 'mute'; on: boolean }
  | { do: 'pace'; ms: number }
  | { do: 'drop'; bytes: number }
  | { do: 'unplug' }
  | { do: 'plug' };

const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('print' as const), lines: fc.integer({ min: 1, max: 30 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 400, 3_000, 40_000) }),
  },
  fc.record({ do: fc.constant('kick' as const) }),
  fc.record({ do: fc.constant('paper' as const), level: fc.constantFrom('ok' as const, 'out' as const) }),
  fc.record({ do: fc.constant('runOut' as const), lines: fc.integer({ min: 1, max: 30 }) }),
  fc.record({
    do: fc.constant('cover' as const),
    state: fc.constantFrom('open' as const, 'closed' as const),
  }),
  fc.record({ do: fc.constantFrom('jam' as const, 'free' as const, 'unplug' as const, 'plug' as const) }),
  fc.record({ do: fc.constant('silent' as const), on: fc.boolean() }),
  fc.record({ do: fc.constant('delay' as const), ms: fc.constantFrom(0, 300, 2_500) }),
  fc.record({ do: fc.constant('mute' as const), on: fc.boolean() }),
  fc.record({ do: fc.constant('pace' as const), ms: fc.constantFrom(0, 30, 700) }),
  fc.record({ do: fc.constant('drop' as const), bytes: fc.nat(900) }),
);

async function suffer(model: string, troubles: readonly Trouble[]) {
  const profile = profileWith(model);
  const clock = manualClock();
  const virtual = createVirtualPrinter({ profile, clock, keep: 1_000 });
  const printer = createPrinter({ dial: virtual.dial, profile, clock });
  const outcomes: ({ outcome: Outcome; paperThen: string } | undefined)[] = [];
  const paperNow = () => [...virtual.papers, virtual.paper()].map(paperText).join('');
  let kicksAnswered = 0;
  let kicks = 0;
  printer.start();
  for (const it of troubles) {
    if (it.do === 'print') {
      const at = outcomes.length;
      outcomes.push(undefined);
      const rows = Array.from({ length: it.lines }, () => ({ kind: 'row' as const, left: 'a', right: '1' }));
      const title = { kind: 'text' as const, text: `job ${at}.` };
      const { bytes } = encode(
        { blocks: [title, ...rows, { kind: 'text', text: `end ${at}.` }, { kind: 'cut' }] },
        profile,
      );
      void printer.print({ bytes }).then((outcome) => {
        outcomes[at] = { outcome, paperThen: paperNow() };
      });
    } else if (it.do === 'kick') {
      kicks++;
      void printer.kickDrawer().then(() => kicksAnswered++);
    } else if (it.do === 'wait') await clock.advance(it.ms);
    else if (it.do === 'paper') virtual.setPaper(it.level);
    else if (it.do === 'runOut') virtual.runOutAfter(it.lines);
    else if (it.do === 'cover') virtual.setCover(it.state);
    else if (it.do === 'jam') virtual.jamCutter();
    else if (it.do === 'free') virtual.freeCutter();
    else if (it.do === 'silent') virtual.setSilent(it.on);
    else if (it.do === 'delay') virtual.setAnswerDelay(it.ms);
    else if (it.do === 'mute') virtual.setProof(it.on ? 'mute' : 'honest');
    else if (it.do === 'drop') virtual.dropAfter(it.bytes);
    else if (it.do === 'pace') virtual.setPace(it.ms);
    else if (it.do === 'unplug') virtual.unplug();
    else virtual.plug();
  }
  await clock.advance(120_000 * (outcomes.length + 1));
  await printer.stop();
  return { outcomes, paper: paperNow(), kicks, kicksAnswered };
}

const count = (text: string, what: string) => text.split(what).length - 1;

describe.each(['epson-tm-t20iii', 'generic-80', 'generic-58'])('whatever happens to a %s', (model) => {
  it('printed is on paper, failed is not, nothing is there twice, and everything is answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(trouble, { maxLength: 25 }), async (troubles) => {
        const { outcomes, paper, kicks, kicksAnswered } = await suffer(model, troubles);
        expect(kicksAnswered).toBe(kicks);
        outcomes.forEach((answer, i) => {
          expect(answer, `job ${i} was never answered`).toBeDefined();
          const state = answer?.outcome.state;
          const then = count(answer?.paperThen ?? '', `end ${i}.`);
          const times = count(paper, `end ${i}.`);
          expect(times, `job ${i} ${state}`).toBeLessThanOrEqual(1);
          // On paper at the moment when it was said, not later by luck.
          if (state === 'printed') expect(then, `job ${i} is not on paper`).toBe(1);
          if (state === 'failed') expect(count(paper, `job ${i}.`), `job ${i} is on paper`).toBe(0);
        });
      }),
      { numRuns: 150 },
    );
  });
});
