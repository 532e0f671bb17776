import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import type { StaffView } from '../../daemon/http/contract.ts';
import { may, type Right } from '../../domain/index.ts';
import { api } from '../client/api.ts';
import { frame } from '../i18n/frame.ts';
import { Dialog } from './dialog.tsx';
import { useDoing } from './doing.ts';
import { Face } from './face.tsx';
import { Empty, Fetched, useLoad } from './load.tsx';
import { FaultNote } from './note.tsx';
import { PinPad } from './pin-pad.tsx';

interface Question {
  readonly right: Right;
  readonly answer: (token: string | null) => void;
}
const question = signal<Question | null>(null);

/** Asks for a manager on the spot; the token is good for one repetition of the request. */
export function askApproval(right: Right): Promise<string | null> {
  question.value?.answer(null);
  return new Promise((resolve) => {
    question.value = {
      right,
      answer: (token) => {
        question.value = null;
        resolve(token);
      },
    };
  });
}

/** Stands once in the frame and appears when a right is missing. */
export function ApprovalDialog() {
  const asked = question.value;
  return asked ? <Approve key={asked.right} question={asked} /> : null;
}

function Approve({ question: { right, answer } }: { question: Question }) {
  const staff = useLoad(api.staff, []);
  const [chosen, choose] = useState<StaffView | null>(null);
  const doing = useDoing();
  const t = frame();
  return (
    <Dialog title={`${t.approvalTitle}: ${t.rights[right]}`} onClose={() => answer(null)}>
      <Fetched of={staff}>
        {(people) => {
          const able = people.filter((person) => person.active && may(person.role, right));
          const who = chosen ?? (able.length === 1 ? able[0] : undefined);
          if (able.length === 0) return <Empty>{t.approvalNobody}</Empty>;
          return (
            <>
              {able.length > 1 && (
                <>
                  <p class="quiet">{t.approvalWho}</p>
                  <div class="faces">
                    {able.map((person) => (
                      <Face key={person.id} person={person} chosen={person === who} onChoose={choose} />
                    ))}
                  </div>
                </>
              )}
              {who && (
                <>
                  <p>{t.approvalPin(who.name)}</p>
                  <FaultNote fault={doing.fault.value} />
                  <PinPad
                    key={who.id}
                    busy={doing.busy.value}
                    onPin={(pin) =>
                      void doing.run(
                        () => api.approve({ staffId: who.id, pin, right }),
                        (approval) => answer(approval.token),
                      )
                    }
                  />
                </>
              )}
            </>
          );
        }}
      </Fetched>
    </Dialog>
  );
}
