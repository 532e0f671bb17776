import { useEffect, useState } from 'preact/hooks';
import type { UpdateRegisterView, UpdatesView } from '../../../daemon/http/contract.ts';
import { language } from '../../../ui/language.ts';
import { api } from '../../client/api.ts';
import { momentWords } from '../../i18n/when.ts';
import { onEvent } from '../../store/sync.ts';
import { Confirm } from '../../widgets/confirm.tsx';
import { type Doing, useDoing } from '../../widgets/doing.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Fetched, useLoad } from '../../widgets/load.tsx';
import { FaultNote, Note } from '../../widgets/note.tsx';
import './update.css';
import { updateWords } from './update-words.ts';

/** How far a package has come is told by no event. */
const LOOK_MS = 2_000;

interface Told {
  readonly cs: string;
  readonly en: string;
  readonly hintCs: string;
  readonly hintEn: string;
}
const sentence = (told: Told): string => told[language.value];
const remedy = (told: Told): string => (language.value === 'cs' ? told.hintCs : told.hintEn);

type Asking = 'install' | 'now' | 'stop' | 'drop';

/** `#/settings/update`: what runs, what could be installed and from whom, and how far each register is. */
export function Update() {
  const t = updateWords();
  const updates = useLoad(api.updates, []);
  const doing = useDoing();
  const [asking, ask] = useState<Asking | null>(null);
  const { reload, value } = updates;
  const moves = value.value?.fetching != null;
  useEffect(
    () =>
      onEvent((event) => {
        if (event.kind === 'updates' || event.kind === 'siblings' || event.kind === 'shift') void reload();
      }),
    [reload],
  );
  useEffect(() => {
    if (!moves) return;
    const timer = setInterval(() => void reload(), LOOK_MS);
    return () => clearInterval(timer);
  }, [moves, reload]);
  const show = (view: UpdatesView) => {
    value.value = view;
    ask(null);
  };
  return (
    <div class="stack roomy">
      <header class="part-head">
        <h1>{t.title}</h1>
        <button
          type="button"
          class="button"
          disabled={doing.busy.value}
          onClick={() => void doing.run(api.lookForUpdates, show)}
        >
          <Icon name="search" />
          {t.look}
        </button>
      </header>
      {asking === null && <FaultNote fault={doing.fault.value} />}
      {asking === null && doing.slow.value && <Note kind="info">{t.looking}</Note>}
      <Fetched of={updates}>
        {(view) => (
          <>
            <Notes view={view} />
            <Offer view={view} onAsk={ask} />
            {view.plan && <Plan view={view} plan={view.plan} onAsk={ask} />}
            <section>
              <h2>{t.registers}</h2>
              <ul class="list panel update-registers">
                {view.registers.map((one) => (
                  <RegisterRow key={one.registerId} register={one} />
                ))}
              </ul>
            </section>
            <Rejected view={view} />
            {view.keys.length > 0 && (
              <p class="small quiet">
                {t.keys} {view.keys.map(({ name, id }) => `${name} (${id})`).join(', ')}
              </p>
            )}
            {asking && (
              <Question view={view} asking={asking} doing={doing} onDone={show} onClose={() => ask(null)} />
            )}
          </>
        )}
      </Fetched>
    </div>
  );
}

function Notes({ view }: { view: UpdatesView }) {
  const last = view.last?.state === 'done' ? null : view.last;
  return (
    <>
      {view.byHand && (
        <Note kind="info">
          <strong>{sentence(view.byHand)}</strong> {remedy(view.byHand)}
        </Note>
      )}
      {last && (
        <Note kind="attention">
          <strong>{sentence(last)}</strong> {remedy(last)} <span class="quiet">{momentWords(last.at)}</span>
        </Note>
      )}
    </>
  );
}

/** What runs, and what could run. */
function Offer({ view, onAsk }: { view: UpdatesView; onAsk: (what: Asking) => void }) {
  const t = updateWords();
  const { package: here, plan, version, last } = view;
  const planned = plan !== null && plan.state !== 'stopped' && plan.state !== 'over';
  const open = here !== null && view.byHand === null && (!planned || plan.version !== here.version);
  const failed = last !== null && last.state !== 'done';
  return (
    <section class="panel update-offer">
      <div class="grow">
        <h2>{here ? t.offer(here.version) : t.running(version)}</h2>
        {(here || view.byHand === null) && (
          <p class="quiet">{here ? `${t.signedBy(here.key)} ${t.running(version)}.` : t.nothing}</p>
        )}
      </div>
      <div class="row">
        {(here || failed) && !planned && (
          <button type="button" class="button" onClick={() => onAsk('drop')}>
            {here ? t.drop : t.seen}
          </button>
        )}
        {open && (
          <button type="button" class="button primary" onClick={() => onAsk('install')}>
            {view.shiftOpen ? t.afterShift : t.install}
          </button>
        )}
      </div>
    </section>
  );
}

function Plan({
  view,
  plan,
  onAsk,
}: {
  view: UpdatesView;
  plan: NonNullable<UpdatesView['plan']>;
  onAsk: (what: Asking) => void;
}) {
  const t = updateWords();
  const { fetching } = view;
  const moving = plan.state === 'runs' || plan.state === 'waits';
  return (
    <section class={`panel update-plan ${plan.state}`}>
      <div class="grow">
        <h2>{t.plan(plan.version)}</h2>
        <p>
          <strong>{sentence(plan)}</strong> {remedy(plan)}
        </p>
        <p class="small quiet">{t.planBy(plan.by, momentWords(plan.at))}</p>
        {fetching && (
          <label class="update-fetching">
            <span>
              {fetching.from === null ? t.fetchingNobody : t.fetching(fetching.from)} · {fetching.percent} %
            </span>
            <progress max={100} value={fetching.percent} />
          </label>
        )}
      </div>
      {moving && (
        <div class="row">
          <button type="button" class="button" onClick={() => onAsk('stop')}>
            {t.stop}
          </button>
          {plan.state === 'waits' && (
            <button type="button" class="button" onClick={() => onAsk('now')}>
              {t.now}
            </button>
          )}
        </div>
      )}
    </section>
  );
}

const DOT = { ok: 'ok', busy: 'busy', attention: 'attention', off: 'off' } as const;

function RegisterRow({ register }: { register: UpdateRegisterView }) {
  const t = updateWords();
  const { name, self, version, tone } = register;
  return (
    <li class="update-register">
      <span class={`dot ${DOT[tone]}`} role="img" aria-label={t.tones[tone]} />
      <div class="grow">
        <h3>
          {name}
          {self && <span class="quiet"> · {t.self}</span>}
        </h3>
        {sentence(register) !== '' && (
          <p>
            {sentence(register)} {remedy(register)}
          </p>
        )}
      </div>
      <span class="update-version">{version === null ? t.unknown : `${t.version} ${version}`}</span>
    </li>
  );
}

function Rejected({ view: { rejected } }: { view: UpdatesView }) {
  const t = updateWords();
  if (rejected.length === 0) return null;
  return (
    <section>
      <h2>{t.rejected}</h2>
      <ul class="list panel update-rejected">
        {rejected.map((one) => (
          <li key={one.file}>
            {one.file} <span class="quiet">{sentence(one)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Question({
  view,
  asking,
  doing,
  onDone,
  onClose,
}: {
  view: UpdatesView;
  asking: Asking;
  doing: Doing;
  onDone: (view: UpdatesView) => void;
  onClose: () => void;
}) {
  const t = updateWords();
  const version = view.package?.version ?? view.plan?.version ?? '';
  const asked = {
    install: {
      title: t.installTitle(version),
      text: t.installText,
      action: view.shiftOpen ? t.afterShift : t.install,
      run: () => api.installUpdate(false),
    },
    now: { title: t.nowTitle, text: t.nowText, action: t.now, run: () => api.installUpdate(true) },
    stop: { title: t.stopTitle, text: t.stopText, action: t.stop, run: api.stopUpdate },
    drop: {
      title: view.package ? t.drop : t.seen,
      text: view.package ? t.dropText : t.seenText,
      action: view.package ? t.drop : t.seen,
      run: api.dropUpdate,
    },
  }[asking];
  return (
    <Confirm
      title={asked.title}
      action={asked.action}
      danger={asking === 'drop' || asking === 'now'}
      doing={doing}
      onYes={() => void doing.run(asked.run, onDone)}
      onClose={onClose}
    >
      <p>{asked.text}</p>
    </Confirm>
  );
}
