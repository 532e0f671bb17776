import { syncItems } from '../../i18n/sync-items.ts';
import { Choice, Switch } from '../../widgets/field.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { WaitingNote } from '../../widgets/waiting-note.tsx';
import { Care } from './care.tsx';
import { useInstant } from './save-bar.tsx';
import type { SectionProps } from './settings-screen.tsx';
import { settingsWords } from './words.ts';

/** Choices are named by text; no label is no text. */
const ALL = '';

/** Data and synchronisation: which items this register shows, when it takes over what others change; copies and care. */
export function Data({ view }: SectionProps) {
  const t = settingsWords();
  const { settings } = view;
  const { doing, change } = useInstant();
  const counts = new Map<string, number>();
  for (const label of view.items.flatMap((item) => item.labels)) {
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const labels = [...new Set([...view.labels, ...(settings.shownLabel ? [settings.shownLabel] : [])])];
  return (
    <div class="stack roomy">
      <h1>{t.data}</h1>
      <FaultNote fault={doing.fault.value} />
      <WaitingNote view={view} />
      {view.waiting === 0 && <p class="quiet">{syncItems().nothing}</p>}
      <Switch
        label={t.itemSync}
        hint={t.itemSyncHint}
        on={settings.itemSync}
        onChange={(itemSync) => change({ itemSync })}
      />
      <Choice
        label={t.itemChanges}
        value={settings.itemChanges}
        options={[
          { value: 'at-once', text: t.atOnce },
          { value: 'at-shift', text: t.atShift },
        ]}
        onChoose={(itemChanges) => change({ itemChanges })}
        hint={t.itemChangesHint}
      />
      <Choice
        label={t.shownLabel}
        value={settings.shownLabel ?? ALL}
        options={[
          { value: ALL, text: `${t.allItems} (${view.items.length})` },
          ...labels.map((label) => ({ value: label, text: t.withLabel(label, counts.get(label) ?? 0) })),
        ]}
        onChoose={(label) => change({ shownLabel: label === ALL ? null : label })}
        hint={t.shownLabelHint}
      />
      <Care />
    </div>
  );
}
