interface Known {
  readonly id: string;
  readonly name: string;
  readonly series: string | null;
}

/**
 * Who the register might be: an id, a name and a series that nobody else in the shop has. The id it has drawn for itself
 * stays: the shop may know it by that already, and two boxes set up apart can still join.
 */
export function propose(
  self: { readonly id: string; readonly name: string; readonly series: string; readonly named: boolean },
  others: readonly Known[],
): { id: string; name: string; series: string } {
  if (self.named) return { id: self.id, name: self.name, series: self.series };
  const free = (taken: readonly (string | null)[], make: (number: number) => string): string => {
    const folded = new Set(taken.map((one) => one?.toLocaleLowerCase('cs')));
    for (let number = 1; ; number++) {
      if (!folded.has(make(number).toLocaleLowerCase('cs'))) return make(number);
    }
  };
  return {
    id: self.id,
    name: free(
      others.map(({ name }) => name),
      (number) => `Pokladna ${number}`,
    ),
    series: free(
      others.map(({ series }) => series),
      (number) => `R${number}`,
    ),
  };
}
