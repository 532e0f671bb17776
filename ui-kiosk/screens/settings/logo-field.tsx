import { useRef, useState } from 'preact/hooks';
import type { Logo } from '../../../daemon/http/contract.ts';
import { isBlank, logoOf, logoSize } from './logo-dots.ts';
import { settingsWords } from './words.ts';

/** The picture above the receipt: chosen from a file and made black and white here; shown by the preview. */
export function LogoField({ logo, onChange }: { logo: Logo | null; onChange: (logo: Logo | null) => void }) {
  const t = settingsWords();
  const picker = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<'logoFault' | 'logoBlank' | null>(null);
  const take = async (file: Blob) => {
    const made = await readLogo(file);
    const wrong = made === null ? 'logoFault' : isBlank(made) ? 'logoBlank' : null;
    setFault(wrong);
    if (made && !wrong) onChange(made);
  };
  return (
    <fieldset class="choice">
      <legend>{t.logo}</legend>
      <input
        ref={picker}
        type="file"
        accept="image/png,image/jpeg"
        hidden
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          if (chosen) void take(chosen);
        }}
      />
      <div class="row">
        <button type="button" class="button" onClick={() => picker.current?.click()}>
          {logo ? t.logoOther : t.logoChoose}
        </button>
        {logo && (
          <button
            type="button"
            class="button"
            onClick={() => {
              setFault(null);
              onChange(null);
            }}
          >
            {t.logoRemove}
          </button>
        )}
      </div>
      <p class={fault ? 'small error' : 'small quiet'} role={fault ? 'alert' : undefined}>
        {fault ? t[fault] : t.logoHint}
      </p>
    </fieldset>
  );
}

/** Null when the file is no picture that the browser can read. */
async function readLogo(file: Blob): Promise<Logo | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return null;
  const { width, height, ground } = logoSize(picture);
  const canvas = document.createElement('canvas');
  canvas.width = ground;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return null;
  // What is transparent on the screen is paper.
  context.fillStyle = 'white';
  context.fillRect(0, 0, ground, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, Math.floor((ground - width) / 2), 0, width, height);
  picture.close();
  return logoOf(context.getImageData(0, 0, ground, height));
}
