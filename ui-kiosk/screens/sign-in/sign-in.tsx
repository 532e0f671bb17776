import { useEffect, useState } from 'preact/hooks';
import type { StaffView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { go } from '../../router.ts';
import { StatusButton } from '../../status.tsx';
import { catalogue, session, setupState } from '../../store/signals.ts';
import { onEvent } from '../../store/sync.ts';
import { useDoing } from '../../widgets/doing.ts';
import { Face } from '../../widgets/face.tsx';
import { LanguageButton } from '../../widgets/language-button.tsx';
import { Fetched, useLoad } from '../../widgets/load.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { PinPad } from '../../widgets/pin-pad.tsx';
import './sign-in.css';
import { signIn } from './words.ts';

/** Faces, then the PIN beside them: whoever tapped the wrong face taps another. */
export function SignIn() {
  const staff = useLoad(api.staff, []);
  const [chosen, choose] = useState<StaffView | null>(null);
  const { reload } = staff;
  // People of the shop come when this box has just joined it or another one has changed them.
  useEffect(
    () =>
      onEvent(({ kind }) => {
        if (kind === 'staff') void reload();
      }),
    [reload],
  );
  const doing = useDoing();
  const t = signIn();
  const nobody = staff.value.value?.length === 0;
  return (
    <div class="sign-in">
      <header class="bar">
        <strong class="place">{catalogue.value?.register.name}</strong>
        <StatusButton />
        <LanguageButton />
      </header>
      <main class={nobody ? 'lonely' : undefined}>
        <section>
          <h1 class="large">{nobody ? t.newBox : t.who}</h1>
          {!nobody && setupState.value?.finished === false && <p class="unfinished">{t.unfinished}</p>}
          <Fetched of={staff}>
            {(people) =>
              people.length === 0 ? (
                <FirstRun />
              ) : (
                <div class="faces">
                  {people.map((person) => (
                    <Face
                      key={person.id}
                      person={person}
                      chosen={person.id === chosen?.id}
                      onChoose={(one) => {
                        doing.fault.value = null;
                        choose(one);
                      }}
                    />
                  ))}
                </div>
              )
            }
          </Fetched>
        </section>
        {chosen ? (
          <section class="panel pin-side">
            <h2>{t.pin(chosen.name)}</h2>
            <PinPad
              key={chosen.id}
              busy={doing.busy.value}
              onPin={(pin) =>
                void doing.run(
                  () => api.signIn({ staffId: chosen.id, pin }),
                  (opened) => {
                    session.value = opened;
                  },
                )
              }
            />
            <FaultNote fault={doing.fault.value} />
          </section>
        ) : (
          !nobody && <p class="panel pin-side quiet">{t.tapName}</p>
        )}
      </main>
    </div>
  );
}

/** A box that works by a file and that nobody works on yet: the wizard joins it to a shop, or adds the first person. */
function FirstRun() {
  const t = signIn();
  return (
    <div class="first-run">
      <p role="status">{setupState.value?.open ? t.nobody : t.drawing}</p>
      {setupState.value?.open && (
        <button type="button" class="button primary tall" onClick={() => go('setup', 'shop')}>
          {t.wizard}
        </button>
      )}
    </div>
  );
}
