import { useEffect, useState } from 'preact/hooks';
import type { DeviceView } from '../../../daemon/http/contract.ts';
import { formatQuantity } from '../../../domain/index.ts';
import { said } from '../../../ui/language.ts';
import { api } from '../../client/api.ts';
import { claimScans } from '../../scan/claim.ts';
import { onEvent } from '../../store/sync.ts';
import { useDoing } from '../../widgets/doing.ts';
import { Icon, type IconName } from '../../widgets/icon.tsx';
import { Empty, Fetched, useLoad } from '../../widgets/load.tsx';
import { FaultNote, Note } from '../../widgets/note.tsx';
import { CodePageDialog } from './code-page-dialog.tsx';
import { settingsWords } from './words.ts';

const ICONS: Readonly<Record<DeviceView['kind'], IconName>> = {
  printer: 'printer',
  drawer: 'cash',
  display: 'keyboard',
  scale: 'scale',
  scanner: 'search',
};

export function Devices() {
  const t = settingsWords();
  const devices = useLoad(api.devices, []);
  useEffect(
    () =>
      onEvent((event) => {
        if (event.kind !== 'device') return;
        const { device } = event;
        devices.value.value =
          devices.value.value?.map((known) => (known.id === device.id ? device : known)) ?? null;
      }),
    [devices.value],
  );
  return (
    <>
      <h1>{t.devices}</h1>
      <Fetched of={devices}>
        {(all) =>
          all.length === 0 ? (
            <Empty>{t.noDevices}</Empty>
          ) : (
            <div class="cards">
              {all.map((device) => (
                <DeviceCard
                  key={`${device.kind} ${device.id}`}
                  device={device}
                  onChange={() => void devices.reload()}
                />
              ))}
            </div>
          )
        }
      </Fetched>
    </>
  );
}

const DOT = { up: 'ok', connecting: 'attention', down: 'fault', attention: 'attention' } as const;

function DeviceCard({ device, onChange }: { device: DeviceView; onChange: () => void }) {
  const t = settingsWords();
  const papers: Readonly<Record<string, string>> = t.papers;
  return (
    <article class="panel device">
      <header>
        <Icon name={ICONS[device.kind]} size={26} />
        <div class="grow">
          <h2 class="clip">{device.name}</h2>
          <p class="small quiet clip">
            {t.kinds[device.kind]} · {device.url}
          </p>
        </div>
        <span class={`dot ${DOT[device.state]}`} role="img" aria-label={t.states[device.state]} />
      </header>
      <p>{said(device.sentence)}</p>
      {device.hint && <p class="quiet">{said(device.hint)}</p>}
      {(device.routes.length > 0 || device.codePage !== null) && (
        <p class="small quiet">
          {[
            device.routes.length > 0 &&
              t.prints(device.routes.map((route) => papers[route] ?? route).join(', ')),
            device.profile,
            device.codePage !== null && t.codePage(device.codePage),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      )}
      <DeviceTests device={device} onChange={onChange} />
    </article>
  );
}

function DeviceTests({ device, onChange }: { device: DeviceView; onChange: () => void }) {
  const t = settingsWords();
  const doing = useDoing();
  const [said, say] = useState<string | null>(null);
  const [codePages, openCodePages] = useState(false);
  useEffect(
    () => (device.kind === 'scanner' ? claimScans((code) => say(t.scanned(code))) : undefined),
    [device.kind, t],
  );
  const test = () => {
    say(null);
    void doing.run(
      () => api.testDevice(device.id, { page: 'basic' }),
      () => say(t.testSent),
    );
  };
  const weigh = () => {
    say(null);
    void doing.run(api.weigh, ({ grams }) => say(t.weighed(`${formatQuantity(grams)} kg`)));
  };
  const button = (text: string, onClick: () => void) => (
    <button type="button" class="button" disabled={doing.busy.value} onClick={onClick}>
      {text}
    </button>
  );
  return (
    <>
      <FaultNote fault={doing.fault.value} />
      {said && <Note kind="info">{said}</Note>}
      <div class="row device-tests">
        {device.kind === 'printer' && (
          <>
            {button(t.testPage, test)}
            {button(t.testCodePages, () => openCodePages(true))}
          </>
        )}
        {device.kind === 'display' && button(t.testDisplay, test)}
        {device.kind === 'drawer' && button(t.testDrawer, test)}
        {device.kind === 'scale' && button(t.readScale, weigh)}
        {device.kind === 'scanner' && !said && <p class="quiet">{t.scanHint}</p>}
      </div>
      {codePages && <CodePageDialog device={device} onDone={onChange} onClose={() => openCodePages(false)} />}
    </>
  );
}
