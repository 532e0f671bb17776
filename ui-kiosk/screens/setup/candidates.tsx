import type { SetupCandidate } from '../../../daemon/http/contract.ts';
import { language } from '../../../ui/language.ts';
import { Icon } from '../../widgets/icon.tsx';
import { deviceWords } from './device-words.ts';
import type { Search } from './scan.ts';

/** What was found and is not used yet: printers first, then the ports that cannot say what is on them. */
export function Candidates({
  search,
  wanted,
  onChoose,
}: {
  search: Search;
  /** What the step looks for: ports alone, or printers and ports. */
  wanted: 'printer' | 'serial';
  onChoose: (candidate: SetupCandidate) => void;
}) {
  const t = deviceWords();
  const free = search.found.filter(({ configured }) => configured === null);
  const printers = wanted === 'printer' ? free.filter(({ kind }) => kind === 'printer') : [];
  const ports = free.filter(({ kind }) => kind === 'serial');
  const state = search.loaded.value.value?.state;
  const over = state === 'done' || state === 'cancelled';
  return (
    <>
      {wanted === 'printer' && over && printers.length === 0 && (
        <p>
          <strong>{t.nothing}</strong> <span class="quiet">{t.nothingHint}</span>
        </p>
      )}
      {wanted === 'serial' && over && ports.length === 0 && <p class="quiet">{t.noPorts}</p>}
      {printers.length > 0 && (
        <section>
          <h2>{t.found}</h2>
          <ul class="list panel">
            {printers.map((one) => (
              <Candidate key={one.url} one={one} action={t.setUp} primary onChoose={onChoose} />
            ))}
          </ul>
        </section>
      )}
      {ports.length > 0 && (
        <section>
          <h2>{t.ports}</h2>
          {wanted === 'printer' && <p class="small quiet">{t.portsHint}</p>}
          <ul class="list panel">
            {ports.map((one) => (
              <Candidate
                key={one.url}
                one={one}
                action={wanted === 'printer' ? t.asPrinter : t.setUp}
                onChoose={onChoose}
              />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Candidate({
  one,
  action,
  primary = false,
  onChoose,
}: {
  one: SetupCandidate;
  action: string;
  primary?: boolean;
  onChoose: (candidate: SetupCandidate) => void;
}) {
  const t = deviceWords();
  const { name, by, serial, lasting, trouble } = one;
  const facts = [t.by[by], lineOf(one), serial].filter((fact) => fact !== '' && fact !== name);
  return (
    <li class="setup-candidate">
      <Icon name={one.kind === 'printer' ? 'printer' : 'keyboard'} size={26} />
      <div class="grow">
        <h3>{name}</h3>
        <p class="small quiet">{facts.join(' · ')}</p>
        {!lasting && <p class="small quiet">{t.notLasting[by]}</p>}
        {trouble && (
          <p class="why">
            <strong>{trouble[language.value]}</strong>{' '}
            {language.value === 'cs' ? trouble.hintCs : trouble.hintEn}
          </p>
        )}
      </div>
      <button
        type="button"
        class={primary ? 'button tall' : 'button'}
        aria-label={`${action}: ${name}`}
        onClick={() => onChoose(one)}
      >
        {action}
      </button>
    </li>
  );
}

/** Where it is, as a technician says it: the address, the device file. */
const lineOf = ({ url }: SetupCandidate): string =>
  url.replace(/^(tcp:\/\/|usblp:|serial:)/, '').replace(/\?.*$/, '');
