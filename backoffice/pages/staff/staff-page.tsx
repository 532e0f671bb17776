import { useState } from 'preact/hooks';
import type { Person, StaffList } from '../../http/contract/staff.ts';
import { inStore } from '../client/api.ts';
import { momentWords } from '../i18n/day.ts';
import { frame } from '../i18n/frame.ts';
import { useLive } from '../store/live.ts';
import { may } from '../store/session.ts';
import { Icon } from '../widgets/icon.tsx';
import { Empty, Fetched, useLoad } from '../widgets/load.tsx';
import { Note } from '../widgets/note.tsx';
import { Table } from '../widgets/table.tsx';
import { PersonDialog } from './person-dialog.tsx';
import './staff.css';
import { t } from './words.ts';

/** The people who sign in at registers, and what each role may do there. */
export default function StaffPage() {
  const staff = useLoad(() => inStore.get<StaffList>('/staff'), []);
  useLive(['staff'], staff.reload);
  const [open, setOpen] = useState<Person | 'new' | null>(null);
  const [saved, setSaved] = useState(false);
  const writes = may('write-staff');
  return (
    <div class="page">
      <div class="page-head">
        <h1>{frame().pages.staff}</h1>
        {writes && (
          <button type="button" class="button primary" onClick={() => setOpen('new')}>
            <Icon name="plus" />
            {t().add}
          </button>
        )}
      </div>
      {saved && <Note kind="ok">{t().saved}</Note>}
      <Fetched of={staff}>
        {(list) => (
          <>
            <section class="panel">
              {list.staff.length === 0 ? (
                <Empty title={t().none}>{t().noneHint}</Empty>
              ) : (
                <People people={list.staff} onOpen={writes ? setOpen : null} />
              )}
            </section>
            <RoleRights roles={list.roles} />
          </>
        )}
      </Fetched>
      {open !== null && (
        <PersonDialog
          person={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null);
            setSaved(true);
            void staff.reload();
          }}
        />
      )}
    </div>
  );
}

function People({
  people,
  onOpen,
}: {
  people: readonly Person[];
  onOpen: ((person: Person) => void) | null;
}) {
  // Who signs in stands before who has left.
  const ordered = [...people].sort((a, b) => Number(b.active) - Number(a.active));
  return (
    <Table
      label={t().list}
      rows={ordered}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name',
          title: t().columns.name,
          grow: true,
          cell: (person) => (
            <>
              {onOpen ? (
                <button type="button" class="row-link wrap" onClick={() => onOpen(person)}>
                  {person.name}
                </button>
              ) : (
                <span class="strong wrap">{person.name}</span>
              )}{' '}
              {!person.active && <span class="badge">{t().inactive}</span>}
            </>
          ),
        },
        { key: 'role', title: t().columns.role, cell: ({ role }) => t().roles[role] },
        {
          key: 'changed',
          title: t().columns.changed,
          desk: true,
          cell: ({ changed }) => (
            <span class="quiet nowrap">
              {momentWords(changed.at)}
              {[changed.by, changed.place.name].filter(Boolean).map((text) => ` · ${text}`)}
            </span>
          ),
        },
      ]}
    />
  );
}

function RoleRights({ roles }: { roles: StaffList['roles'] }) {
  const rights = Object.keys(t().rights) as (keyof ReturnType<typeof t>['rights'])[];
  return (
    <details class="panel role-rights">
      <summary>{t().roleRights}</summary>
      <table class="table" aria-label={t().roleRights}>
        <thead>
          <tr>
            <th scope="col" class="grow">
              {t().right}
            </th>
            {roles.map(({ role }) => (
              <th key={role} scope="col">
                {t().roles[role]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rights.map((right) => (
            <tr key={right}>
              <th scope="row">{t().rights[right]}</th>
              {roles.map((one) => (
                <td key={one.role}>
                  {one.rights.includes(right) ? (
                    <>
                      <Icon name="check" />
                      <span class="visually-hidden">{t().yes}</span>
                    </>
                  ) : (
                    <span class="visually-hidden">{t().no}</span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
