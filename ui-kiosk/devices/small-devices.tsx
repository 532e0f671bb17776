import { useEffect, useState } from 'preact/hooks';
import type { CatalogueView } from '../../daemon/http/contract.ts';
import { act, type VirtualState } from './state.ts';
import { Switch } from './switch.tsx';
import { words } from './words.ts';

function Plug({ id, plugged }: { id: string; plugged: boolean }) {
  return (
    <Switch
      on={!plugged}
      label={words().unplugged}
      set={(pulled) => act(`plug/${id}`, { plugged: !pulled })}
    />
  );
}

/** Two lines of twenty characters behind dark glass. */
export function DisplayCard({ display }: { display: NonNullable<VirtualState['display']> }) {
  return (
    <section class="device" aria-label={display.name}>
      <header>
        <h2>{display.name}</h2>
        <Plug id={display.id} plugged={display.plugged} />
      </header>
      <div
        class="glass"
        data-dark={!display.plugged}
        role="img"
        aria-label={display.lines.map((line) => line.trim()).join(', ')}
      >
        {display.lines.map((line, row) => (
          <p key={row}>
            {[...line].map((char, column) => (
              <span key={column}>{char}</span>
            ))}
          </p>
        ))}
      </div>
    </section>
  );
}

export function DrawerCard({ drawer }: { drawer: NonNullable<VirtualState['drawer']> }) {
  const t = words();
  return (
    <section class="device" aria-label={drawer.name}>
      <header>
        <h2>{drawer.name}</h2>
        <strong class="drawer-state" data-open={drawer.open}>
          {drawer.open ? t.drawerOpen : t.drawerClosed}
        </strong>
      </header>
      <div class="till" data-open={drawer.open} aria-hidden="true">
        <div class="tray">
          {[2000, 1000, 500, 200, 100].map((note) => (
            <i key={note} class="note-slot" data-note={note} />
          ))}
          {[50, 20, 10, 5, 2].map((coin) => (
            <i key={coin} class="coin-slot" data-coin={coin} />
          ))}
        </div>
        <div class="front">
          <i class="lock" />
        </div>
      </div>
      <button type="button" class="button fill" onClick={() => act('drawer', { open: !drawer.open })}>
        {drawer.open ? t.pushIn : t.turnKey}
      </button>
    </section>
  );
}

export function ScaleCard({ scale }: { scale: NonNullable<VirtualState['scale']> }) {
  const t = words();
  const kilograms = (scale.grams / 1000).toFixed(3).replace('.', ',');
  return (
    <section class="device" aria-label={scale.name}>
      <header>
        <h2>{scale.name}</h2>
        <Plug id={scale.id} plugged={scale.plugged} />
      </header>
      <div class="row scale">
        <output class="weight" data-moving={scale.moving}>
          {kilograms} kg
        </output>
        <Switch on={scale.moving} label={t.moving} set={(moving) => act('scale', { moving })} />
      </div>
      <input
        type="range"
        min="0"
        max="5000"
        step="5"
        value={scale.grams}
        aria-label={t.onScale}
        aria-valuetext={`${scale.grams} g`}
        onInput={(event) => act('scale', { grams: event.currentTarget.valueAsNumber })}
      />
    </section>
  );
}

export function ScannerCard({ scanner }: { scanner: NonNullable<VirtualState['scanner']> }) {
  const t = words();
  const [code, setCode] = useState('');
  const samples = useSamples();
  const scan = (what: string) => {
    if (/^[ -~]{1,64}$/.test(what)) act('scan', { code: what });
  };
  return (
    <section class="device" aria-label={scanner.name}>
      <header>
        <h2>{scanner.name}</h2>
        <Plug id={scanner.id} plugged={scanner.plugged} />
      </header>
      <form
        class="scan"
        onSubmit={(event) => {
          event.preventDefault();
          scan(code);
        }}
      >
        <input
          type="text"
          inputMode="numeric"
          autocomplete="off"
          maxLength={64}
          aria-label={t.code}
          placeholder={t.code}
          value={code}
          onInput={(event) => setCode(event.currentTarget.value)}
        />
        <button type="submit" class="button">
          {t.read}
        </button>
      </form>
      {samples.length > 0 && (
        <ul class="samples">
          {samples.map((sample) => (
            <li key={sample.code}>
              <button type="button" class="button toggle" onClick={() => scan(sample.code)}>
                <span>{sample.name}</span>
                <small class="quiet">{sample.code}</small>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** A few codes that the price list knows, so that there is something to scan. */
function useSamples(): readonly { readonly code: string; readonly name: string }[] {
  const [samples, setSamples] = useState<{ code: string; name: string }[]>([]);
  useEffect(() => {
    fetch('/api/catalogue')
      .then((response) => (response.ok ? (response.json() as Promise<CatalogueView>) : undefined))
      .then((catalogue) => {
        const known = (catalogue?.items ?? []).flatMap(({ eans, shortName }) =>
          eans.slice(0, 1).map((code) => ({ code, name: shortName })),
        );
        setSamples(known.slice(0, 3));
      })
      // Without samples a code is typed.
      .catch(() => {});
  }, []);
  return samples;
}
