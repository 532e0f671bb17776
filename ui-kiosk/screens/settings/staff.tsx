import { useState } from 'preact/hooks';
import type { StaffView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { hueOf, initials } from '../../widgets/face.tsx';
import { Icon } from '../../widgets/icon.tsx';
import { Fetched, useLoad } from '../../widgets/load.tsx';
import { StaffDialog } from './staff-dialog.tsx';
import { settingsWords } from './words.ts';

export function Staff() {
  const t = settingsWords();
  const staff = useLoad(api.allStaff, []);
  const [editing, edit] = useState<StaffView | 'new' | null>(null);
  return (
    <>
      <div class="part-head">
        <h1>{t.staff}</h1>
        <button type="button" class="button" onClick={() => edit('new')}>
          <Icon name="plus" />
          {t.newPerson}
        </button>
      </div>
      {staff.fault.value?.kind === 'cancelled' && <p class="quiet">{t.staffHidden}</p>}
      <Fetched of={staff}>
        {(people) => (
          <ul class="list panel">
            {people.map((person) => (
              <li key={person.id}>
                <button type="button" class="list-row" onClick={() => edit(person)}>
                  <span
                    class="initials hue small-face"
                    style={{ '--hue': hueOf(person.id) }}
                    aria-hidden="true"
                  >
                    {initials(person.name)}
                  </span>
                  <span class={person.active ? 'grow' : 'grow quiet'}>
                    {person.name}
                    <span class="small quiet block">{frame()[person.role]}</span>
                  </span>
                  {!person.active && <span class="badge">{t.left}</span>}
                  <Icon name="next" />
                </button>
              </li>
            ))}
          </ul>
        )}
      </Fetched>
      {editing && (
        <StaffDialog
          person={editing === 'new' ? null : editing}
          onDone={() => void staff.reload()}
          onClose={() => edit(null)}
        />
      )}
    </>
  );
}
