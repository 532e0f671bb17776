import { expect, test } from 'vitest';
import { Refusal } from '../../../wire/index.ts';
import { manualWorld } from '../../../world/manual.fixture.ts';
import {
  SETUP_STEPS,
  type SetupApplying,
  type SetupConfigPatch,
  type SetupView,
} from '../../http/contract.ts';
import { type Ask, carryOut } from './carry-out.ts';
import type { Answers } from './schema.ts';

const refusal = (status: number, code: string, cs = code) =>
  new Refusal(status, code, { cs, en: code }, { cs: '', en: '' });

/** The API of a register, as much of it as the answers ask of it. `faults`: thrown once each, by path. */
function register(faults: [string, Refusal][] = []) {
  const log: string[] = [];
  let settings: Record<string, unknown> = { eet: null, seller: null, shownLabel: null };
  const certificates: { fingerprint: string }[] = [];
  let backoffice: { url: string; store: { name: string } } | null = null;
  let finished = false;
  let applying: SetupApplying | null = null;
  let refuse = false;
  let own: Pick<SetupView, 'register' | 'printers' | 'drawer' | 'display' | 'configured'> = {
    configured: false,
    register: { id: 'pokladna-aaaaa', name: 'Nová pokladna', series: 'XAAAAA', label: null },
    printers: [],
    drawer: null,
    display: null,
  };
  const people: { name: string }[] = [];
  const said: Record<string, string> = {};
  const view = () => ({
    ...own,
    finished,
    open: people.length === 0,
    language: 'cs',
    steps: SETUP_STEPS.map((id) => ({ id, state: said[id] ?? 'open', cs: '', en: '' })),
    proposal: { id: own.register.id, name: 'Pokladna 1', series: 'R1' },
    shop: { paired: false, drawing: false, registers: [], labels: [] },
    scale: null,
    scanner: null,
    applying,
  });
  const answers: Record<string, (body: never) => unknown> = {
    'GET /api/setup': view,
    'PATCH /api/setup/config': (patch: SetupConfigPatch) => {
      if (!refuse)
        own = { ...own, ...(patch as object), configured: own.configured || patch.register !== undefined };
      const state = refuse ? 'refused' : 'applied';
      applying = {
        id: `c${log.length}`,
        state,
        at: '',
        cs: 'Port je obsazený.',
        en: '',
        hintCs: '',
        hintEn: '',
      };
      return { ...applying, state: 'applying' };
    },
    'GET /api/catalogue': () => ({ settings }),
    'PATCH /api/settings': (patch: object) => {
      settings = { ...settings, ...patch };
      return settings;
    },
    'GET /api/eet': () => ({ certificates }),
    'POST /api/eet/certificate': ({ p12 }: { p12: string }) => {
      const one = { fingerprint: p12, eic: 'CZ27082440', daysLeft: 300 };
      if (!certificates.some(({ fingerprint }) => fingerprint === p12)) certificates.push(one);
      return one;
    },
    'GET /api/backoffice': () => backoffice ?? { url: null, store: null },
    'POST /api/backoffice/join': ({ url }: { url: string }) => {
      backoffice = { url: `https://${url}`, store: { name: 'U Lípy' } };
      return backoffice;
    },
    'GET /api/staff/all': () => people,
    'POST /api/staff': (person: { name: string }) => people.push(person),
    'POST /api/setup/people': ({ people: all }: { people: { name: string }[] }) => people.push(...all),
    'POST /api/setup/finish': () => {
      finished = true;
    },
  };
  const ask: Ask = async <T>(method: string, path: string, body?: unknown) => {
    const at = `${method} ${path}`;
    log.push(at);
    const index = faults.findIndex(([where]) => where === at);
    const [fault] = index === -1 ? [] : faults.splice(index, 1);
    if (fault) throw fault[1];
    const step = /^POST \/api\/setup\/steps\/(.+)$/.exec(at)?.[1];
    if (step) said[step] = (body as { state: string }).state;
    const answer = answers[at];
    if (!answer && !step) throw new Error(at);
    return answer?.(structuredClone(body) as never) as T;
  };
  return {
    ask,
    log,
    people,
    certificates,
    said,
    refuseChanges: (on: boolean) => {
      refuse = on;
    },
  };
}

async function run(
  it: ReturnType<typeof register>,
  answers: Answers,
  more: { dryRun?: boolean; pins?: string[] } = {},
) {
  const world = manualWorld();
  const files: Record<string, string> = { 'eet.p12': 'certificate', 'eet.heslo': 'eet\nnic' };
  let over = false;
  const deeds = carryOut({
    answers,
    ask: it.ask,
    world,
    pins: more.pins ?? [],
    file: (path) => Buffer.from(files[path] ?? ''),
    dryRun: more.dryRun ?? false,
  }).finally(() => {
    over = true;
  });
  while (!over) await world.advance(100);
  return deeds;
}

const whole: Answers = {
  seller: { name: 'U Lípy', address: 'Brno', ico: '27082440' },
  eet: {
    environment: 'playground',
    eic: 'CZ27082440',
    unit_id: '11',
    certificate: 'eet.p12',
    password_file: 'eet.heslo',
  },
  backoffice: { url: 'backoffice.example.cz', code: 'ABCD' },
  printer: [{ id: 'uctenky', name: 'Účtenky', url: 'tcp://10.0.0.5:9100' }],
  staff: [
    { name: 'Jana', role: 'manager', pin: '4711' },
    { name: 'Petr', role: 'manager' },
  ],
};
const states = (deeds: { state: string }[]) => deeds.map(({ state }) => state);
const writes = (log: string[]) => log.filter((at) => !at.startsWith('GET'));

test('everything once, and nothing the second time but asking for the certificate that is there', async () => {
  const it = register();
  expect(states(await run(it, whole, { pins: ['1234'] }))).toEqual(Array.from({ length: 7 }, () => 'done'));
  expect(it.people).toEqual([
    { name: 'Jana', role: 'manager', pin: '4711' },
    { name: 'Petr', role: 'manager', pin: '1234' },
  ]);
  // What nobody answered was passed over.
  expect(it.said).toMatchObject({ shop: 'done', drawer: 'skipped', display: 'skipped' });
  it.log.length = 0;
  expect(states(await run(it, whole, { pins: ['1234'] }))).toEqual(
    Array.from({ length: 7 }, () => 'unchanged'),
  );
  expect(writes(it.log)).toEqual(['POST /api/eet/certificate']);
  expect(it.certificates).toHaveLength(1);
});

test('a trial asks and writes nothing', async () => {
  const it = register();
  expect(new Set(states(await run(it, whole, { dryRun: true })))).toEqual(new Set(['planned']));
  expect(writes(it.log)).toEqual([]);
});

test('a register that is away for its restart, and EET that is still loading, are waited for', async () => {
  const it = register([
    ['GET /api/setup', refusal(503, 'not-running')],
    ['POST /api/eet/certificate', refusal(503, 'eet-not-ready')],
    ['POST /api/eet/certificate', refusal(503, 'eet-not-ready')],
  ]);
  const { ask } = it;
  await expect(ask('GET', '/api/setup')).rejects.toThrow('not-running');
  expect(states(await run(it, whole, { pins: ['1234'] }))).not.toContain('failed');
});

test('what fails is told in words and leaves the rest its way', async () => {
  const it = register([['POST /api/backoffice/join', refusal(403, 'code-wrong', 'Kód neplatí.')]]);
  it.refuseChanges(true);
  const deeds = await run(
    it,
    { ...whole, register: { id: 'a', name: 'A', series: 'R1' } },
    { pins: ['1234'] },
  );
  expect(deeds.filter(({ state }) => state === 'failed').map(({ step, what }) => [step, what])).toEqual([
    ['register', 'Port je obsazený.'],
    ['printers', 'Port je obsazený.'],
    ['backoffice', 'Kód neplatí.'],
  ]);
  expect(deeds.find(({ step }) => step === 'staff')?.state).toBe('done');
});
