import type { Bitmap } from '../drivers/index.ts';
import type { Logo } from '../wire/index.ts';

export const bitmapOf = ({ width, height, bits }: Logo): Bitmap => ({
  width,
  height,
  bits: Buffer.from(bits, 'base64'),
});
