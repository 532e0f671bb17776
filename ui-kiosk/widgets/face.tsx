import type { StaffView } from '../../daemon/http/contract.ts';
import { frame } from '../i18n/frame.ts';

/** `Jana Nováková` is JN, `Jana` is JA. */
export function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  const letters =
    parts.length > 1 ? `${[...(parts[0] ?? '')][0]}${[...(parts.at(-1) ?? '')][0]}` : name.slice(0, 2);
  return letters.toLocaleUpperCase('cs');
}

/** The same person has the same colour on every screen. */
export function hueOf(id: string): number {
  let hash = 0;
  for (const char of id) hash = (hash * 137 + char.charCodeAt(0) * 89) % 360;
  return hash;
}

export function Face({
  person,
  chosen,
  onChoose,
}: {
  person: StaffView;
  chosen?: boolean;
  onChoose: (person: StaffView) => void;
}) {
  return (
    <button type="button" class="face" aria-pressed={chosen ?? false} onClick={() => onChoose(person)}>
      <span class="initials hue" style={{ '--hue': hueOf(person.id) }} aria-hidden="true">
        {initials(person.name)}
      </span>
      <span class="face-name">{person.name}</span>
      <span class="small quiet">{frame()[person.role]}</span>
    </button>
  );
}
