import type { SetupScan } from '../../../daemon/http/contract.ts';
import { language } from '../../../ui/language.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Note } from '../../widgets/note.tsx';
import { deviceWords } from './device-words.ts';
import type { Search } from './scan.ts';

/** How far the search is, and what to do about it. */
export function SearchBar({ search, onAddress }: { search: Search; onAddress: () => void }) {
  const t = deviceWords();
  const scan = search.loaded.value.value;
  const running = scan?.state === 'running' || scan?.state === 'idle';
  return (
    <section class="panel setup-search">
      <div class="grow">
        <p role="status">{scan && searchWords(scan)}</p>
        {running && scan.all > 0 && (
          <progress
            class="setup-progress"
            aria-label={t.searching(scan.asked, scan.all)}
            value={scan.asked}
            max={scan.all}
          />
        )}
      </div>
      {running ? (
        <button type="button" class="button" onClick={search.stop}>
          {t.stop}
        </button>
      ) : (
        <button type="button" class="button" disabled={search.doing.busy.value} onClick={search.start}>
          <Icon name="refresh" />
          {t.searchAgain}
        </button>
      )}
      <button type="button" class="button" onClick={onAddress}>
        {t.byAddress}
      </button>
      {scan?.leftOut && !running && (
        <div class="setup-search-note">
          <Note kind="attention">
            <strong>{scan.leftOut[language.value]}</strong>{' '}
            {language.value === 'cs' ? scan.leftOut.hintCs : scan.leftOut.hintEn}
          </Note>
        </div>
      )}
    </section>
  );
}

function searchWords({ state, asked, all, networks, leftOut }: SetupScan): string {
  const t = deviceWords();
  if (state === 'cancelled') return t.searchStopped;
  if (state === 'done') {
    if (networks.length > 0) return t.searched(networks.join(', '));
    return leftOut ? '' : t.noNetwork;
  }
  return all > 0 ? t.searching(asked, all) : t.searchingHere;
}
