/** What is in bottles and cans behind the demo's bar, item by item in pieces: enough, little, and one all gone. */
const BOTTLES: Readonly<Record<string, number>> = {
  p13: 40,
  p14: 38,
  p15: 60,
  p16: 22,
  p105: 48,
  p106: 45,
  p107: 72,
  p108: 24,
  p109: 4,
  p110: 18,
  p111: 20,
  p112: 12,
  p114: 0,
  p155: 6,
  p156: 9,
  p158: 12,
  p161: 3,
};

/** Thousandths by item. */
export const DEMO_STOCK: ReadonlyMap<string, number> = new Map(
  Object.entries(BOTTLES).map(([itemId, pieces]) => [itemId, pieces * 1000]),
);
