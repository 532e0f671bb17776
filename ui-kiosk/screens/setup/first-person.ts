import type { Static } from 'typebox';
import type { StaffDraft, StaffView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import type { Answer } from '../../client/fault.ts';
import { session, settingUp } from '../../store/signals.ts';
import { refreshSetup } from '../../store/sync.ts';

/**
 * Adds a person. With the first one the time ends when nobody had to sign in: whoever has just typed the PIN is signed
 * in by it, and the screen stays.
 */
export async function addPerson(draft: Static<typeof StaffDraft>): Promise<Answer<StaffView>> {
  settingUp.value = 'hand-over';
  try {
    const added = await api.addStaff(draft);
    if (added.fault || session.value) return added;
    const opened = await api.signIn({ staffId: added.value.id, pin: draft.pin });
    if (opened.fault) return opened;
    session.value = opened.value;
    await refreshSetup();
    return added;
  } finally {
    settingUp.value = null;
  }
}
