import { expect, it } from 'vitest';
import { codePageSheet } from './code-page-sheet.ts';
import { paperText, readPaper } from './paper.ts';
import { profileWith } from './profiles.ts';

it.each([
  ['generic-80', '18'],
  ['epson-tm-t88v', '18'],
  ['citizen-ct-s', '6'],
  ['star-tsp100', '5'],
])('%s: the line that reads right is that of its CP852 number', (id, number) => {
  const profile = profileWith(id);
  const text = paperText(readPaper(codePageSheet(profile).bytes, profile));
  const right = text.split('\n').filter((line) => line.endsWith('Žluťoučký kůň'));
  expect(right.map((line) => line.trim().split(/\s+/)[0])).toContain(number);
  expect(text.split('\n').filter((line) => /^ *\d+ {2}/.test(line))).toHaveLength(81);
  // A number that the printer does not know must not read right by its neighbour's page.
  expect(right.length).toBeLessThanOrEqual(2);
});
