/** Moves the focus to the nearest button in the direction of an arrow key; true when there was one. */
export function moveByArrow(event: KeyboardEvent, place: HTMLElement): boolean {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  const from = document.activeElement;
  if (!way || !(from instanceof HTMLElement) || !place.contains(from)) return false;
  const [dx, dy] = way as [number, number];
  const here = from.getBoundingClientRect();
  let best: { button: HTMLElement; distance: number } | null = null;
  for (const button of place.querySelectorAll<HTMLElement>('button:not(:disabled)')) {
    if (button === from) continue;
    const there = button.getBoundingClientRect();
    const x = there.left + there.width / 2 - here.left - here.width / 2;
    const y = there.top + there.height / 2 - here.top - here.height / 2;
    const along = x * dx + y * dy;
    if (along <= 4) continue;
    // What lies off the line counts more than what lies farther along it.
    const distance = along + Math.abs(x * dy) * 3 + Math.abs(y * dx) * 3;
    if (!best || distance < best.distance) best = { button, distance };
  }
  if (!best) return false;
  event.preventDefault();
  best.button.focus();
  return true;
}
