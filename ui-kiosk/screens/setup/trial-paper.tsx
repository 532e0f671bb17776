import { PaperSheet } from '../../widgets/paper.tsx';
import { deviceWords } from './device-words.ts';

/** The lines of the test page by which a person judges it, as they should come out. */
export function TrialPaper({ columns }: { columns: number }) {
  const t = deviceWords();
  const line = (text: string) => ({ kind: 'text', align: 'left', spans: [{ text }] }) as const;
  const digits = Array.from({ length: columns }, (_, i) => (i + 1) % 10).join('');
  return (
    <div class="setup-paper">
      <p class="small quiet">{t.shouldBe}</p>
      <PaperSheet
        label={t.shouldBe}
        paper={{
          columns,
          lines: [
            line(digits),
            line('Příliš žluťoučký kůň úpěl ďábelské ódy.'.slice(0, columns)),
            line('PŘÍLIŠ ŽLUŤOUČKÝ KŮŇ ÚPĚL ĎÁBELSKÉ ÓDY.'.slice(0, columns)),
            { kind: 'cut', mode: 'partial' },
          ],
        }}
      />
    </div>
  );
}
