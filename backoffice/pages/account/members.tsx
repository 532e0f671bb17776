import { useState } from 'preact/hooks';
import type { Static } from 'typebox';
import type { MemberAdded, MemberDraft, MemberView } from '../../http/contract/accounts.ts';
import { id, inStore } from '../client/api.ts';
import { agoWords, shopMoment } from '../i18n/day.ts';
import { frame } from '../i18n/frame.ts';
import { place } from '../router.ts';
import { refreshSession } from '../store/session.ts';
import { Confirm } from '../widgets/confirm.tsx';
import { CopyButton } from '../widgets/copy-button.tsx';
import { Dialog } from '../widgets/dialog.tsx';
import { useDoing } from '../widgets/doing.ts';
import { Select, TextField } from '../widgets/field.tsx';
import { Icon } from '../widgets/icon.tsx';
import { Fetched, useLoad } from '../widgets/load.tsx';
import { FaultNote } from '../widgets/note.tsx';
import { t } from './words.ts';

type Role = MemberView['role'];
const ROLES: readonly Role[] = ['owner', 'manager', 'accountant'];
const roleOptions = () => ROLES.map((value) => ({ value, text: t().roles[value] }));
const isRole = (value: string): value is Role => ROLES.some((role) => role === value);

/** People who may sign in to the open store, and as what. */
export function Members() {
  const [adding, setAdding] = useState(false);
  const members = useLoad(() => inStore.get<MemberView[]>('/members'), [place.value.store]);
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{t().people}</h2>
        <button type="button" class="button" onClick={() => setAdding(true)}>
          <Icon name="plus" /> {t().add}
        </button>
      </div>
      <p class="panel-body quiet">{t().peopleHint}</p>
      <Fetched of={members}>
        {(all) => (
          <ul class="members">
            {all.map((member) => (
              <Member key={member.id} member={member} onChanged={members.reload} />
            ))}
          </ul>
        )}
      </Fetched>
      {adding && (
        <AddMember
          onClose={() => {
            setAdding(false);
            void members.reload();
          }}
        />
      )}
    </section>
  );
}

function Member({ member, onChanged }: { member: MemberView; onChanged: () => Promise<void> }) {
  const [removing, setRemoving] = useState(false);
  const doing = useDoing();
  const path = `/members/${id(member.id)}`;
  const { lastSeenAt } = member;
  /** What one may do here oneself may have changed. */
  async function changed(): Promise<void> {
    if (member.you) await refreshSession();
    await onChanged();
  }
  return (
    <li>
      <div class="member">
        <div class="wrap">
          <p class="strong">
            {member.name} {member.you && <span class="badge">{t().itIsYou}</span>}
          </p>
          <p class="small quiet">
            {member.email} · {t().lastSeen}:{' '}
            {lastSeenAt === null ? (
              t().never
            ) : (
              <span title={shopMoment(lastSeenAt)}>{agoWords(Date.parse(lastSeenAt))}</span>
            )}
          </p>
        </div>
        <Select
          label={`${t().role}: ${member.name}`}
          quiet
          value={member.role}
          options={roleOptions()}
          onChoose={(role) =>
            void doing.run(() => inStore.write<MemberView>('PATCH', path, { role })).then(changed)
          }
        />
        <button
          type="button"
          class="plain"
          aria-label={`${t().remove}: ${member.name}`}
          onClick={() => setRemoving(true)}
        >
          <Icon name="delete" />
        </button>
      </div>
      {!removing && <FaultNote fault={doing.fault.value} />}
      {removing && (
        <Confirm
          title={t().removeTitle(member.name)}
          action={t().remove}
          danger
          doing={doing}
          onClose={() => setRemoving(false)}
          onYes={() =>
            void doing.run(
              () => inStore.write<unknown>('DELETE', path),
              () => {
                setRemoving(false);
                void changed();
              },
            )
          }
        >
          <p>{member.you ? t().removeYou : t().removeText}</p>
        </Confirm>
      )}
    </li>
  );
}

function AddMember({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('manager');
  const [added, setAdded] = useState<MemberAdded | null>(null);
  const doing = useDoing();
  if (added) return <Added added={added} onClose={onClose} />;
  return (
    <Dialog
      title={t().addTitle}
      onClose={onClose}
      onSubmit={() => {
        const draft: Static<typeof MemberDraft> = { name: name.trim(), email: email.trim(), role };
        void doing.run(() => inStore.write<MemberAdded>('POST', '/members', draft), setAdded);
      }}
      foot={
        <>
          <button type="button" class="button" onClick={onClose}>
            {frame().cancel}
          </button>
          <button type="submit" class="button primary" disabled={doing.busy.value}>
            {t().add}
          </button>
        </>
      }
    >
      <TextField label={t().name} value={name} maxLength={120} required focus onInput={setName} />
      <TextField label={t().email} value={email} type="email" maxLength={200} required onInput={setEmail} />
      <Select
        label={t().role}
        value={role}
        options={roleOptions()}
        hint={t().roleHints[role]}
        onChoose={(value) => isRole(value) && setRole(value)}
      />
      <FaultNote fault={doing.fault.value} />
    </Dialog>
  );
}

/** The password of a new account, this once. */
function Added({ added, onClose }: { added: MemberAdded; onClose: () => void }) {
  return (
    <Dialog
      title={t().addedTitle}
      onClose={onClose}
      foot={
        <button type="button" class="button primary" onClick={onClose}>
          {t().done}
        </button>
      }
    >
      <p class="wrap">{t().addedText(`${added.member.name}, ${added.member.email}`)}</p>
      <p class="row">
        <span class="new-password">{added.password}</span>
        <CopyButton text={added.password} of={t().password} />
      </p>
      <p class="small quiet">{t().addedKnown}</p>
    </Dialog>
  );
}
