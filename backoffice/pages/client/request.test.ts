import { describe, expect, it } from 'vitest';
import { queryOf, readAnswer } from './request.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

describe('what an answer means', () => {
  it('is its value when it was met, also without words', () => {
    expect(readAnswer(200, JSON_TYPE, '{"a":1}')).toEqual({ value: { a: 1 } });
    expect(readAnswer(204, '', '')).toEqual({ value: undefined });
  });

  it('is a problem with words in both languages', () => {
    const problem = { title: 'Ne.', titleEn: 'No.', code: 'no', hint: 'Jinak.', hintEn: 'Else.' };
    expect(readAnswer(409, 'application/problem+json', JSON.stringify(problem))).toEqual({
      fault: { kind: 'problem', problem: { status: 409, ...problem } },
    });
  });

  it('is odd when a gateway, a hotel or a cut cable speaks', () => {
    for (const [status, type, text] of [
      [200, 'text/html', '<html>Wi-Fi hotelu</html>'],
      [200, 'text/html', ''],
      [200, JSON_TYPE, '{"a":'],
      [502, 'text/html', 'Bad Gateway'],
      [500, JSON_TYPE, '{"message":"x"}'],
      [500, 'application/problem+json', '{"title":'],
    ] as const) {
      expect(readAnswer(status, type, text)).toEqual({ fault: { kind: 'odd-answer', status } });
    }
  });
});

it('asks for what is given, and nothing else', () => {
  expect(queryOf({ q: 'káva & čaj', limit: 50, before: undefined, eet: '', kind: null })).toBe(
    '?q=k%C3%A1va+%26+%C4%8Daj&limit=50',
  );
  expect(queryOf({})).toBe('');
});
