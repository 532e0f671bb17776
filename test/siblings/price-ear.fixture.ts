/**
 * Listens to the events of a register as its screens do. What it gives back resolves at the next word that the price
 * list has changed.
 */
export async function priceEar(url: string): Promise<() => Promise<void>> {
  let heard = () => {};
  const body = (await fetch(`${url}/api/events`)).body;
  void (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of body ?? []) {
      if (decoder.decode(chunk, { stream: true }).includes('"kind":"catalogue"')) heard();
    }
    // It ends when the register does.
  })().catch(() => {});
  return () =>
    new Promise<void>((resolve) => {
      heard = resolve;
    });
}
