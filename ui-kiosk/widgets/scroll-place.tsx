import type { ComponentChildren } from 'preact';

/** A part of the screen that scrolls by itself and may hold nothing to be focused: the keyboard reaches it as a whole. */
export function ScrollPlace({
  label,
  class: name,
  children,
}: {
  label: string;
  class: string;
  children: ComponentChildren;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the arrows could not scroll what is only read
    <section class={`scroll ${name}`} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
