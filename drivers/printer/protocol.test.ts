import { describe, expect, it } from 'vitest';
import { noWords } from '../words.ts';
import { profileWith } from './profiles.ts';
import { step } from './protocol.ts';
import {
  initialState,
  type PrinterEffect,
  type PrinterEvent,
  type PrinterState,
  statusOf,
} from './protocol-state.ts';

const profile = profileWith('epson-tm-t20iii');
const bytes = (...all: number[]) => Uint8Array.from(all);
const ascii = (text: string) => [...text].map((char) => char.charCodeAt(0));

/** Runs events one after another; gives what was done at the last one. */
function run(state: PrinterState, ...events: PrinterEvent[]): [PrinterState, PrinterEffect[]] {
  let effects: PrinterEffect[] = [];
  for (const event of events) [state, effects] = step(state, event, 0);
  return [state, effects];
}
const writes = (effects: PrinterEffect[]) =>
  effects.flatMap((e) => (e.kind === 'write' ? [[...e.bytes]] : []));
const outcomes = (effects: PrinterEffect[]) =>
  effects.flatMap((e) => (e.kind === 'outcome' ? [e.outcome] : []));
const data = (...all: number[]): PrinterEvent => ({ kind: 'data', bytes: bytes(...all) });
const idle = [data(0x12), data(0x12), data(0x12), data(0x12)];

/** Connected, asked, and learnt to answer everything. */
function ready(): PrinterState {
  const [state] = run(
    initialState(profile),
    { kind: 'start' },
    { kind: 'opened' },
    ...idle,
    data(0x10, 0, 0, 0x0f),
    data(0x37, 0x22, ...ascii('    '), 0),
    data(0),
  );
  return state;
}

describe('the protocol', () => {
  it('asks one thing at a time on a new connection, then learns', () => {
    let [state, effects] = run(initialState(profile), { kind: 'start' }, { kind: 'opened' });
    expect(writes(effects)).toEqual([[0x10, 0x04, 1]]);
    [state, effects] = run(state, data(0x12));
    expect(writes(effects)).toEqual([[0x10, 0x04, 2]]);
    [state, effects] = run(state, data(0x12), data(0x12), data(0x12));
    expect(writes(effects)).toEqual([
      [0x1d, 0x61, 0xff],
      [0x1d, 0x28, 0x48, 6, 0, 48, 48, ...ascii('    ')],
      [0x1d, 0x72, 1],
    ]);
    expect(state.ready).toBe(false);
    expect(ready().ready).toBe(true);
    expect(statusOf(ready()).learnt).toEqual({ realtime: 'yes', processId: 'yes', fence: 'yes' });
  });

  it('sends a job with its tail: automatic status again, an id of its own, the fence', () => {
    const [state, effects] = run(ready(), { kind: 'print', id: 7, bytes: bytes(0x41) });
    expect(writes(effects)).toEqual([
      [0x41, 0x1d, 0x61, 0xff, 0x1d, 0x28, 0x48, 6, 0, 48, 48, ...ascii('   !'), 0x1d, 0x72, 1],
    ]);
    expect(state.active?.phase).toBe('writing');
  });

  it('does not take the echo of an earlier job for a proof', () => {
    const [state, effects] = run(
      ready(),
      { kind: 'print', id: 7, bytes: bytes(0x41) },
      { kind: 'written', what: 'job' },
      data(0x37, 0x22, ...ascii('    '), 0),
    );
    expect(outcomes(effects)).toEqual([]);
    expect(state.active?.phase).toBe('proving');
    const [, proved] = run(state, data(0x37, 0x22, ...ascii('   !'), 0), ...idle);
    expect(outcomes(proved)).toEqual([{ state: 'printed', proof: 'process-id' }]);
  });

  it('asks about the blade only after the proof, and not by an answer from before it', () => {
    const [state] = run(
      ready(),
      { kind: 'print', id: 7, bytes: bytes(0x41) },
      { kind: 'written', what: 'job' },
      // The watch over a job that takes long has just asked its first question when the proof comes.
      { kind: 'timer', name: 'heartbeat' },
      data(0x37, 0x22, ...ascii('   !'), 0),
    );
    const [between, early] = run(state, ...idle);
    expect(outcomes(early)).toEqual([]);
    const [, effects] = run(between, data(0x1a), data(0x52), data(0x1a), data(0x12));
    expect(outcomes(effects)).toMatchObject([
      { state: 'unknown', reason: { cs: expect.stringContaining('nůž') } },
    ]);
  });

  it('a proof that came before the writing was reported is kept', () => {
    const [, effects] = run(
      ready(),
      { kind: 'print', id: 7, bytes: bytes(0x41) },
      data(0x37, 0x22, ...ascii('   !'), 0),
      { kind: 'written', what: 'job' },
      ...idle,
    );
    expect(outcomes(effects)).toEqual([{ state: 'printed', proof: 'process-id' }]);
  });

  it('a line that closes before the first byte left makes the job repeatable, after it unknown', () => {
    const [sent] = run(ready(), { kind: 'print', id: 7, bytes: bytes(0x41) });
    expect(outcomes(run(sent, { kind: 'closed', reason: noWords, left: 0 })[1])).toMatchObject([
      { state: 'failed' },
    ]);
    expect(outcomes(run(sent, { kind: 'closed', reason: noWords, left: 1 })[1])).toMatchObject([
      { state: 'unknown' },
    ]);
  });

  it('a pulse that the line broke under is not called unsent', () => {
    const kicks = (effects: PrinterEffect[]) =>
      effects.flatMap((e) => (e.kind === 'kicked' ? [e.outcome] : []));
    const [sent, effects] = run(ready(), { kind: 'kick', id: 9, pin: 2 });
    expect(writes(effects)).toEqual([[0x1b, 0x70, 0, 50, 250]]);
    const broken = { state: 'unknown', reason: { cs: expect.stringContaining('možná nedorazil') } };
    expect(kicks(run(sent, { kind: 'closed', reason: noWords, left: 0 })[1])).toMatchObject([broken]);
    const [, overdue] = run(sent, { kind: 'timer', name: 'kick' });
    expect(kicks(overdue)).toMatchObject([broken]);
    expect(overdue).toContainEqual({ kind: 'hangUp' });
    expect(kicks(run(sent, { kind: 'written', what: 'kick' })[1])).toEqual([{ state: 'kicked' }]);
  });

  it('a printer that leaves one question unanswered is not asked it again', () => {
    const [state] = run(ready(), { kind: 'timer', name: 'heartbeat' }, data(0x12), data(0x12), data(0x12), {
      kind: 'timer',
      name: 'answer',
    });
    expect(state.mute).toEqual([4]);
    const [later] = run(state, { kind: 'timer', name: 'heartbeat' });
    expect(later.round).toEqual([1, 2, 3]);
  });

  it('bytes that nobody asked for change nothing but that the printer lives', () => {
    const before = ready();
    const [after, effects] = run(before, data(0x7e, 0x05, 0x11, 0x13, 0x81));
    expect(effects).toEqual([]);
    expect(after.condition).toEqual(before.condition);
  });
});
