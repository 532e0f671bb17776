/** A small button that is on or off. */
export function Switch({ on, label, set }: { on: boolean; label: string; set: (on: boolean) => void }) {
  return (
    <button type="button" class="button toggle" aria-pressed={on} onClick={() => set(!on)}>
      {label}
    </button>
  );
}
