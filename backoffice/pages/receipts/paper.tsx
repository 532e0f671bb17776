import { useEffect, useRef } from 'preact/hooks';
import type { PaperLine, PaperView } from '../../http/contract/paper.ts';
import './paper.css';

/** Draws a printed paper as wide as the place it is given; letters keep their columns. */
export function PaperSheet({ paper, label }: { paper: PaperView; label: string }) {
  return (
    <figure class="paper" style={{ '--columns': paper.columns }} aria-label={label}>
      {paper.lines.map((line, index) => (
        // A paper never changes: its lines are known by where they stand.
        <Line key={index} line={line} />
      ))}
    </figure>
  );
}

function Line({ line }: { line: PaperLine }) {
  switch (line.kind) {
    case 'text':
      return <Letters line={line} />;
    case 'qr':
      return <p class="paper-data">QR: {line.data}</p>;
    case 'image':
      return <Dots line={line} />;
    case 'cut':
      return <hr />;
  }
}

function Letters({ line }: { line: Extract<PaperLine, { kind: 'text' }> }) {
  const { text, align, bold, invert, doubleWidth, doubleHeight } = line;
  const kind = [bold && 'bold', invert && 'invert'].filter(Boolean).join(' ');
  const style = { textAlign: align };
  if (!doubleWidth && !doubleHeight) {
    return (
      <p class={kind} style={style}>
        {text === '' ? '\u200b' : text}
      </p>
    );
  }
  const [width, height] = [doubleWidth ? 2 : 1, doubleHeight ? 2 : 1];
  // A magnified letter takes that many columns and rows, exactly as on the printer.
  return (
    <p style={style}>
      <span
        class={`${kind} magnified`}
        style={{ width: `${[...text].length * width}ch`, height: `${height}lh` }}
      >
        <span style={{ transform: `scale(${width}, ${height})` }}>{text}</span>
      </span>
    </p>
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
    <p style={{ textAlign: 'center' }}>
      {/* A letter of the usual size is twelve dots wide. */}
      <canvas
        ref={canvas}
        width={line.width}
        height={line.height}
        style={{ width: `${line.width / 12}ch` }}
      />
    </p>
  );
}
