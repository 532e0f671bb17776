import { afterEach, describe, expect, it } from 'vitest';
import type { BackofficeView } from '../../../daemon/http/contract.ts';
import { language } from '../../../ui/language.ts';
import { backofficeFacts } from './facts.ts';

const view: BackofficeView = {
  state: 'in-step',
  cs: '',
  en: '',
  hintCs: '',
  hintEn: '',
  store: { id: 's1', name: 'U Zlatého lva' },
  url: 'https://backoffice.example',
  urlFixed: false,
  pairedAt: '2026-11-20T09:00:00+01:00',
  lastSuccessAt: '2026-11-24T14:05:00+01:00',
  nextAt: '2026-11-24T20:05:00+01:00',
  waiting: 0,
  coming: 0,
  parked: 0,
  shiftsToCheck: 0,
  live: true,
  clockAhead_s: 1,
  fault: null,
};
const facts = (change: Partial<BackofficeView> = {}) =>
  Object.fromEntries(backofficeFacts({ ...view, ...change }));

afterEach(() => {
  language.value = 'cs';
});

describe('how it stands with the backoffice', () => {
  it('says when all was well and that nothing waits', () => {
    expect(facts()).toEqual({
      Obchod: 'U Zlatého lva',
      Adresa: 'https://backoffice.example',
      Připojeno: '20.\u00a011.\u00a02026 09:00',
      'Naposledy v pořádku': '24.\u00a011.\u00a02026 14:05',
      'Další pokus nejpozději': '20:05',
      'Čeká na odeslání': 'nic',
      'Změny odtamtud': 'přicházejí hned',
      'Hodiny BackOffice': 'jdou stejně',
    });
  });

  it('counts in Czech, and does not claim what nobody knows', () => {
    expect(facts({ waiting: 1 })['Čeká na odeslání']).toBe('1 změna');
    expect(facts({ waiting: 3, coming: 5 })).toMatchObject({
      'Čeká na odeslání': '3 změny',
      'Čeká na stažení': '5 změn',
    });
    expect(facts({ waiting: null })['Čeká na odeslání']).toBe('zatím se neví');
    expect(facts({ lastSuccessAt: null })['Naposledy v pořádku']).toBe('od spuštění ještě ne');
  });

  it('an attempt under way has no next one; a refused register hears of no changes', () => {
    expect(facts({ state: 'sending' })['Další pokus nejpozději']).toBe('právě teď');
    expect(facts({ state: 'refused', nextAt: null })).not.toHaveProperty('Změny odtamtud');
    expect(facts({ state: 'refused', nextAt: null })).not.toHaveProperty('Další pokus nejpozději');
  });

  it('tells a clock that is wrong, either way', () => {
    expect(facts({ clockAhead_s: 90 })['Hodiny BackOffice']).toBe('napřed o 90 s');
    expect(facts({ clockAhead_s: -90 })['Hodiny BackOffice']).toBe('pozadu o 90 s');
    expect(facts({ clockAhead_s: null })).not.toHaveProperty('Hodiny BackOffice');
  });

  it('speaks English', () => {
    language.value = 'en';
    expect(facts({ waiting: 1, shiftsToCheck: 2, live: false })).toMatchObject({
      'Waits to be sent': '1 change',
      'Shifts to be checked': '2',
      'Changes from there': 'are asked for each minute',
    });
  });
});
