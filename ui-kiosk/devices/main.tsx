import { render } from 'preact';
import { PrinterCard } from './printer-card.tsx';
import { DisplayCard, DrawerCard, ScaleCard, ScannerCard } from './small-devices.tsx';
import { follow, reached, state } from './state.ts';
import { english, words } from './words.ts';

/** The devices of a demo register: everything that would otherwise stand on the counter. */
function DevicesPage() {
  const t = words();
  const shown = state.value;
  return (
    <div class="devices-page">
      <header class="page-head">
        <h1>{t.title}</h1>
        <p class="quiet">{t.about}</p>
        <button
          type="button"
          class="plain"
          lang={english.value ? 'cs' : 'en'}
          onClick={() => {
            english.value = !english.value;
            document.documentElement.lang = english.value ? 'en' : 'cs';
            document.title = words().title;
          }}
        >
          {t.other}
        </button>
        <a class="button primary" href="/">
          {t.toRegister}
        </a>
      </header>
      {!reached.value && (
        <p class="note fault" role="status">
          {t.away}
        </p>
      )}
      {shown && (
        <main>
          <div class="counter">
            {shown.display && <DisplayCard display={shown.display} />}
            {shown.drawer && <DrawerCard drawer={shown.drawer} />}
            {shown.scale && <ScaleCard scale={shown.scale} />}
            {shown.scanner && <ScannerCard scanner={shown.scanner} />}
          </div>
          <div class="printers">
            {shown.printers.map((printer) => (
              <PrinterCard key={printer.id} printer={printer} />
            ))}
          </div>
        </main>
      )}
    </div>
  );
}

const root = document.getElementById('app');
if (!root) throw new Error('devices/index.html has no #app');
follow();
render(<DevicesPage />, root);
