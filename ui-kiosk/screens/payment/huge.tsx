import { frame } from '../../i18n/frame.ts';

/** The size of a fist, as long as it fits. */
export function Huge({ text }: { text: string }) {
  return (
    <div class="huge-place">
      {/* Three more for the smaller unit behind it. */}
      <p class="huge" style={{ '--letters': text.length + 3 }}>
        {text}
        <span class="huge-unit">{frame().crowns}</span>
      </p>
    </div>
  );
}
