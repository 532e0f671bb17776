import { useEffect, useRef, useState } from 'preact/hooks';
import { frame } from './i18n/frame.ts';
import { type NavigationEntry, navigation } from './navigation.ts';
import { addressOf, go, place } from './router.ts';
import { may, openStore, session } from './store/session.ts';
import { Dialog } from './widgets/dialog.tsx';
import { Select } from './widgets/field.tsx';
import { Icon } from './widgets/icon.tsx';
import { Empty, Lazy } from './widgets/load.tsx';

/** Navigation at the left of a desk's screen, at the bottom of a phone's; the open page beside it. */
export function Frame() {
  const t = frame();
  const main = useRef<HTMLElement>(null);
  const open = navigation.filter(({ permission }) => permission === null || may(permission));
  const { store, page } = place.value;
  const asked = navigation.find(({ id }) => id === page);
  const entry = page === '' ? open[0] : open.find(({ id }) => id === page);
  const title = entry?.title() ?? t.product;
  useEffect(() => {
    document.title = openStore.value ? `${title} – ${openStore.value.name}` : t.product;
  }, [title, store, t]);
  useEffect(() => {
    // Another page begins at its top, for eyes and for whoever listens.
    main.current?.scrollTo(0, 0);
    scrollTo(0, 0);
  }, [entry, store]);
  return (
    <div class="frame">
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        {t.skip}
      </button>
      <header class="side">
        <StoreChoice />
        <nav aria-label={t.navigation}>
          {open.map((one) => (
            <NavigationLink key={one.id} of={one} current={one === entry} />
          ))}
        </nav>
        <p class="who small quiet clip" title={session.value?.account.email}>
          {session.value?.account.name}
        </p>
      </header>
      <main id="content" ref={main} tabIndex={-1} key={store}>
        {openStore.value === null ? (
          <NoStore />
        ) : entry ? (
          <Lazy load={entry.load} />
        ) : asked ? (
          <Empty title={t.notAllowed}>{t.notAllowedHint}</Empty>
        ) : (
          open[0] && <Lazy load={open[0].load} />
        )}
      </main>
      <BottomBar open={open} entry={entry} />
    </div>
  );
}

function NavigationLink({
  of,
  current,
  short = false,
  onClick,
}: {
  of: NavigationEntry;
  current: boolean;
  short?: boolean;
  onClick?: () => void;
}) {
  return (
    <a
      class="tab"
      href={addressOf({ page: of.id })}
      aria-current={current ? 'page' : undefined}
      aria-label={short && of.short ? of.title() : undefined}
      onClick={onClick}
    >
      <Icon name={of.icon} size={20} />
      <span>{short ? (of.short ?? of.title)() : of.title()}</span>
    </a>
  );
}

function StoreChoice() {
  const stores = session.value?.stores ?? [];
  if (stores.length < 2) return <p class="store-name">{openStore.value?.name ?? frame().product}</p>;
  return (
    <Select
      label={frame().store}
      quiet
      value={place.value.store}
      options={stores.map(({ id, name }) => ({ value: id, text: name }))}
      onChoose={(store) => go({ store, page: place.value.page })}
    />
  );
}

function NoStore() {
  const t = frame();
  if (session.value?.stores.length !== 0) return null;
  return <Empty title={t.noStores}>{t.noStoresHint}</Empty>;
}

/** On a phone: the pages that are opened every day, and the rest behind one more. */
function BottomBar({
  open,
  entry,
}: {
  open: readonly NavigationEntry[];
  entry: NavigationEntry | undefined;
}) {
  const t = frame();
  const [whole, show] = useState(false);
  const atHand = open.filter((one) => one.atHand);
  return (
    <>
      <nav class="bottom" aria-label={t.navigation}>
        {atHand.map((one) => (
          <NavigationLink key={one.id} of={one} current={one === entry} short />
        ))}
        <button type="button" class="tab" aria-haspopup="dialog" onClick={() => show(true)}>
          <Icon name="more" size={20} />
          <span>{t.more}</span>
        </button>
      </nav>
      {whole && (
        <Dialog title={openStore.value?.name ?? t.product} onClose={() => show(false)}>
          <StoreChoiceInDialog />
          <nav class="all-pages" aria-label={t.navigation}>
            {open.map((one) => (
              <NavigationLink key={one.id} of={one} current={one === entry} onClick={() => show(false)} />
            ))}
          </nav>
        </Dialog>
      )}
    </>
  );
}

function StoreChoiceInDialog() {
  return (session.value?.stores.length ?? 0) < 2 ? null : <StoreChoice />;
}
