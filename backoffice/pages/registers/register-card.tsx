import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { said } from '../../../ui/language.ts';
import type { RegisterView } from '../../http/contract/registers.ts';
import { id, inStore } from '../client/api.ts';
import { agoWords, dateWords, dayOf, shopMoment } from '../i18n/day.ts';
import { count } from '../i18n/format.ts';
import { may } from '../store/session.ts';
import { Confirm } from '../widgets/confirm.tsx';
import { useDoing } from '../widgets/doing.ts';
import { t } from './words.ts';

export function RegisterCard({
  register,
  onChanged,
}: {
  register: RegisterView;
  onChanged: () => Promise<void>;
}) {
  const [revoking, setRevoking] = useState(false);
  const { condition, state, report } = register;
  return (
    <li class="panel register">
      <div class="register-head">
        <h2 class="wrap">{register.name}</h2>
        {state !== 'paired' && <span class="badge">{t().states[state]}</span>}
        {state === 'paired' && may('manage-registers') && (
          <button
            type="button"
            class="button danger"
            aria-label={`${t().revoke}: ${register.name}`}
            onClick={() => setRevoking(true)}
          >
            {t().revoke}
          </button>
        )}
      </div>
      <div class="condition">
        <span class={state === 'revoked' ? 'dot away' : `dot ${condition.level}`} />
        <p>
          <strong>{said(condition.text)}</strong> {said(condition.hint)}
          <span class="visually-hidden"> ({t().level[condition.level]})</span>
        </p>
      </div>
      <dl class="register-facts">
        <Fact name={t().lastContact}>
          <Contact register={register} />
        </Fact>
        <Fact name={t().unsent}>
          <Unsent register={register} />
        </Fact>
        <Fact name={t().eet}>
          <Eet eet={report?.said.eet ?? null} />
        </Fact>
        <Fact name={t().version}>{register.version ?? '–'}</Fact>
        {register.pairedAt && <Fact name={t().pairedAt}>{shopMoment(register.pairedAt)}</Fact>}
        {register.revokedAt && <Fact name={t().revokedAt}>{shopMoment(register.revokedAt)}</Fact>}
        {report && report.said.siblings.length > 0 && (
          <Fact name={t().siblings}>
            {report.said.siblings
              .map(({ name, linked }) => `${name} (${linked ? t().linked : t().apart})`)
              .join(', ')}
          </Fact>
        )}
      </dl>
      {revoking && <Revoke register={register} onClose={() => setRevoking(false)} onDone={onChanged} />}
    </li>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt class="small quiet">{name}</dt>
      <dd class="wrap">{children}</dd>
    </div>
  );
}

function Contact({ register: { connected, lastContactAt } }: { register: RegisterView }) {
  if (connected) return <>{t().connected}</>;
  if (lastContactAt === null) return <>{t().never}</>;
  return <span title={shopMoment(lastContactAt)}>{agoWords(Date.parse(lastContactAt))}</span>;
}

function unsentWords({ unsent }: RegisterView): string {
  if (!unsent) return t().unsentUnknown;
  return unsent.count === 0 ? t().unsentNothing : t().unsentCount(unsent.count, count(unsent.count));
}

function Unsent({ register }: { register: RegisterView }) {
  const { unsent } = register;
  return (
    <>
      <span class={unsent && unsent.count > 0 ? 'strong' : undefined}>{unsentWords(register)}</span>
      {unsent && (
        <span class="small quiet block">
          {unsent.by.itself
            ? t().unsentItself(agoWords(Date.parse(unsent.at)))
            : t().unsentBy(unsent.by.name, agoWords(Date.parse(unsent.at)))}
        </span>
      )}
    </>
  );
}

function Eet({ eet }: { eet: NonNullable<RegisterView['report']>['said']['eet'] }) {
  if (!eet) return <>–</>;
  const bad = eet.blocked + eet.rejected;
  const words = [eet.waiting > 0 && t().eetWaits(eet.waiting), bad > 0 && t().eetBad(bad)].filter(Boolean);
  return (
    <>
      {words.length === 0 ? t().eetNothing : words.join(', ')}
      {eet.certificateUntil && (
        <span class="small quiet block">{t().certificate(dateWords(dayOf(eet.certificateUntil)))}</span>
      )}
    </>
  );
}

function Revoke({
  register,
  onClose,
  onDone,
}: {
  register: RegisterView;
  onClose: () => void;
  onDone: () => Promise<void>;
}) {
  const doing = useDoing();
  return (
    <Confirm
      title={t().revokeTitle(register.name)}
      action={t().revoke}
      danger
      doing={doing}
      onClose={onClose}
      onYes={() =>
        void doing.run(
          () => inStore.write<RegisterView>('POST', `/registers/${id(register.id)}/revoke`),
          () => {
            onClose();
            void onDone();
          },
        )
      }
    >
      <p>{t().revokeText}</p>
      {register.unsent && register.unsent.count > 0 && (
        <p class="strong">{t().revokeUnsent(unsentWords(register))}</p>
      )}
      <p class="quiet">{t().revokeAgain}</p>
    </Confirm>
  );
}
