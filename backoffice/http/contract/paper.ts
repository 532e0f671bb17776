/* A paper as it is printed, line by line, for pages to draw. */
import { type Static, Type } from 'typebox';
import { closed, OneOf } from '../../../wire/index.ts';

/** Characters on a line: paper 80 mm wide has 42 or 48, one of 58 mm has 32. */
export const PaperQuery = Type.Object(
  { columns: Type.Optional(Type.Integer({ minimum: 24, maximum: 64, default: 48 })) },
  closed,
);
export type PaperQuery = Static<typeof PaperQuery>;

const align = OneOf(['left', 'center', 'right']);
export const PaperLine = Type.Union([
  Type.Object({
    kind: Type.Literal('text'),
    align,
    /** No wider than the paper: blanks that set words apart are in it. A double width takes two columns a letter. */
    text: Type.String(),
    bold: Type.Boolean(),
    invert: Type.Boolean(),
    doubleWidth: Type.Boolean(),
    doubleHeight: Type.Boolean(),
  }),
  Type.Object({ kind: Type.Literal('qr'), data: Type.String() }),
  /** Rows of dots in base64: the most significant bit on the left, each row padded to a byte, 1 is black. */
  Type.Object({
    kind: Type.Literal('image'),
    width: Type.Integer(),
    height: Type.Integer(),
    bits: Type.String(),
  }),
  Type.Object({ kind: Type.Literal('cut') }),
]);
export type PaperLine = Static<typeof PaperLine>;

/** GET /api/stores/:store/receipts/:id/paper and …/shifts/:id/paper. */
export const PaperView = Type.Object({ columns: Type.Integer(), lines: Type.Array(PaperLine) });
export type PaperView = Static<typeof PaperView>;
