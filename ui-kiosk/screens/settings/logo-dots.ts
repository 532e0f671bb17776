import type { Logo } from '../../../daemon/http/contract.ts';

/** Dots of a 58 mm printer's head: so wide a picture fits every printer. */
export const LOGO_WIDTH = 384;
export const LOGO_HEIGHT = 256;

/** How large a picture is drawn, and how wide its ground is: dots are stored eight in a byte. Never enlarged. */
export function logoSize(picture: { readonly width: number; readonly height: number }): {
  readonly width: number;
  readonly height: number;
  readonly ground: number;
} {
  const scale = Math.min(1, LOGO_WIDTH / picture.width, LOGO_HEIGHT / picture.height);
  const width = Math.max(1, Math.round(picture.width * scale));
  return { width, height: Math.max(1, Math.round(picture.height * scale)), ground: Math.ceil(width / 8) * 8 };
}

/** Darker than this is ink and lighter than that is paper: specks in a dark colour only make a print look worn. */
const INK = 80;
const PAPER = 220;

/**
 * Black and white of a picture on opaque ground: Floyd–Steinberg, each dot's error goes to those not yet decided, so
 * that greys come out as density and clean black and white as it is. `rgba` as of ImageData; `width` a multiple of 8.
 */
export function logoOf({
  data,
  width,
  height,
}: Pick<ImageData, 'width' | 'height'> & { data: ArrayLike<number> }): Logo {
  const light = Float32Array.from({ length: width * height }, (_, i) => {
    const [red = 0, green = 0, blue = 0] = [data[4 * i], data[4 * i + 1], data[4 * i + 2]];
    // ITU-R BT.601.
    const seen = 0.299 * red + 0.587 * green + 0.114 * blue;
    return Math.min(255, Math.max(0, ((seen - INK) * 255) / (PAPER - INK)));
  });
  const bytes = new Uint8Array((width / 8) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const was = light[at] ?? 0;
      const black = was < 128;
      if (black) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (0x80 >> (at & 7));
      const error = was - (black ? 0 : 255);
      const give = (dx: number, dy: number, sixteenths: number) => {
        if (x + dx < 0 || x + dx >= width || y + dy >= height) return;
        const to = at + dy * width + dx;
        light[to] = (light[to] ?? 0) + (error * sixteenths) / 16;
      };
      give(1, 0, 7);
      give(-1, 1, 3);
      give(0, 1, 5);
      give(1, 1, 1);
    }
  }
  return { width, height, bits: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')) };
}

/** Nothing of it would be seen. */
export const isBlank = ({ bits }: Logo): boolean => /^A*=*$/.test(bits);
