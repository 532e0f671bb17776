import type { Block, Document } from '../../drivers/index.ts';
import { paperTime } from '../../paper/index.ts';

export interface TestPaper {
  readonly printer: string;
  readonly url: string;
  readonly model: string;
  readonly columns: number;
  /** The n of ESC t that is used for Czech. */
  readonly codePage: number;
  readonly at: string;
}

/** One look tells whether letters, width, styles and the blade are right. */
export function testDocument(paper: TestPaper): Document {
  // Tens above units: a technician counts columns by it.
  const units = Array.from({ length: paper.columns }, (_, i) => (i + 1) % 10).join('');
  const styles: Block[] = [
    { kind: 'text', text: 'tučně', style: { bold: true } },
    { kind: 'text', text: 'podtrženě', style: { underline: true } },
    { kind: 'text', text: 'bíle na černém', style: { invert: true } },
    { kind: 'text', text: 'vysoké', style: { doubleHeight: true } },
    { kind: 'text', text: 'velké', style: { doubleHeight: true, doubleWidth: true } },
  ];
  return {
    blocks: [
      { kind: 'text', text: 'ZKUŠEBNÍ STRÁNKA', align: 'center', style: { bold: true, doubleHeight: true } },
      { kind: 'text', text: paper.printer, align: 'center' },
      { kind: 'rule' },
      { kind: 'text', text: `Adresa: ${paper.url}` },
      { kind: 'text', text: `Model: ${paper.model}` },
      { kind: 'text', text: `Znaková sada: ESC t ${paper.codePage}` },
      { kind: 'text', text: `Čas pokladny: ${paperTime(paper.at)}` },
      { kind: 'rule' },
      { kind: 'text', text: units },
      { kind: 'text', text: 'Příliš žluťoučký kůň úpěl ďábelské ódy.' },
      { kind: 'text', text: 'PŘÍLIŠ ŽLUŤOUČKÝ KŮŇ ÚPĚL ĎÁBELSKÉ ÓDY.' },
      { kind: 'text', text: 'Euro: €  Krát: ×  Stupeň: °' },
      { kind: 'row', left: 'Vlevo', right: 'vpravo 1 234,50' },
      ...styles,
      { kind: 'qr', data: 'https://kasad.example/zkouska' },
      { kind: 'text', text: 'Jsou-li všechna písmena správně, je tiskárna připravená.', align: 'center' },
      { kind: 'cut' },
    ],
  };
}
