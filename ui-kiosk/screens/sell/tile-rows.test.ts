import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsIn, scrolledTo, slicesInSight, TILE_GRID } from './tile-rows.ts';

const ROW = TILE_GRID.height_px + TILE_GRID.gap_px;

test('as many columns as fit, at least one', () => {
  expect(columnsIn(118, false)).toBe(1);
  expect(columnsIn(118 + 8 + 118, false)).toBe(2);
  expect(columnsIn(118 + 8 + 117, false)).toBe(1);
  expect(columnsIn(20, false)).toBe(1);
  expect(columnsIn(1270, true)).toBeLessThan(columnsIn(1270, false));
});

test('a long shelf is drawn where it is in sight', () => {
  expect(slicesInSight([300], 5, 0, 560)).toEqual([
    { start: 0, end: 40, height_px: 60 * ROW - 8, above_px: 0 },
  ]);
  const [scrolled] = slicesInSight([300], 5, 20 * ROW, 560);
  expect(scrolled).toMatchObject({ start: 19 * 5, above_px: 19 * ROW });
  expect(slicesInSight([300], 5, 100_000, 560)).toMatchObject([{ start: 300, end: 300 }]);
});

test('a shelf under the edge is only its height', () => {
  const slices = slicesInSight([100, 100], 5, 0, 400);
  expect(slices[1]).toEqual({ start: 0, end: 0, height_px: 20 * ROW - 8, above_px: 0 });
});

test('every tile in sight is drawn, and not many more', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 0, max: 20_000 }),
      fc.integer({ min: 200, max: 1_000 }),
      (counts, columns, scrollTop, height) => {
        const slices = slicesInSight(counts, columns, scrolledTo(scrollTop), height);
        let top = 0;
        let drawn = 0;
        counts.forEach((count, shelf) => {
          if (shelf > 0) top += TILE_GRID.heading_px + 2 * TILE_GRID.gap_px;
          const slice = slices[shelf];
          if (!slice) throw new Error('no slice');
          for (let tile = 0; tile < count; tile++) {
            const y = top + Math.floor(tile / columns) * ROW;
            const inSight = y < scrollTop + height && y + TILE_GRID.height_px > scrollTop;
            if (inSight) expect(tile >= slice.start && tile < slice.end).toBe(true);
          }
          drawn += slice.end - slice.start;
          top += slice.height_px;
        });
        expect(drawn).toBeLessThanOrEqual((Math.ceil(height / ROW) + 3 + counts.length) * columns);
      },
    ),
  );
});
