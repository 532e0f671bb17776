import { useEffect, useRef } from 'preact/hooks';
import type { PaperView } from '../../daemon/http/contract.ts';
import './paper.css';

/** What the printer put on paper; all that is needed to draw it. */
export type Paper = Pick<PaperView, 'columns' | 'lines'>;
export type PaperLine = Paper['lines'][number];
type PaperSpan = Extract<PaperLine, { kind: 'text' }>['spans'][number];

/** Draws a printed paper as wide as the place it is given; letters keep their columns. */
export function PaperSheet({ paper, label }: { paper: Paper; label: string }) {
  return (
    <figure class="paper" style={{ '--columns': paper.columns }} aria-label={label}>
      {paper.lines.map((line, index) => (
        <Line key={index} line={line} />
      ))}
    </figure>
  );
}

function Line({ line }: { line: PaperLine }) {
  switch (line.kind) {
    case 'text':
      return (
        <p style={{ textAlign: line.align }}>
          {line.spans.map((span, index) => (
            <Letters key={index} span={span} />
          ))}
          {'\u200b'}
        </p>
      );
    case 'qr':
      return (
        <div class="code" style={{ textAlign: line.align }}>
          <span class="qr">QR</span>
          <span class="data">{line.data}</span>
        </div>
      );
    case 'barcode':
      return (
        <div class="code" style={{ textAlign: line.align }}>
          <span class="bars" />
          <span class="data">{line.data}</span>
        </div>
      );
    case 'image':
      return <Dots line={line} />;
    case 'cut':
      return <hr />;
  }
}

function Letters({ span }: { span: PaperSpan }) {
  const { width = 1, height = 1 } = span;
  const kind = [span.bold && 'bold', span.underline && 'underline', span.invert && 'invert']
    .filter(Boolean)
    .join(' ');
  if (width === 1 && height === 1) return <span class={kind}>{span.text}</span>;
  // A magnified letter takes that many columns and rows, exactly as in the printer.
  return (
    <span
      class={`${kind} magnified`}
      style={{ width: `${[...span.text].length * width}ch`, height: `${height}lh` }}
    >
      <span style={{ transform: `scale(${width}, ${height})` }}>{span.text}</span>
    </span>
  );
}

function Dots({ line }: { line: Extract<PaperLine, { kind: 'image' }> }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const bytes = atob(line.bits);
    const rowBytes = Math.ceil(line.width / 8);
    context.clearRect(0, 0, line.width, line.height);
    for (let y = 0; y < line.height; y++) {
      for (let x = 0; x < line.width; x++) {
        if (bytes.charCodeAt(y * rowBytes + (x >> 3)) & (0x80 >> (x & 7))) context.fillRect(x, y, 1, 1);
      }
    }
  }, [line]);
  return (
    <div style={{ textAlign: line.align }}>
      {/* A letter of the usual size is twelve dots wide. */}
      <canvas
        ref={canvas}
        width={line.width}
        height={line.height}
        style={{ width: `${line.width / 12}ch` }}
      />
    </div>
  );
}
