import { api } from '../client/api.ts';
import { pendingDeed, session } from './signals.ts';

/** Signs the person out and leaves the bill where it is. Not while a deed waits for its answer. */
export async function lock(): Promise<void> {
  if (pendingDeed.value) return;
  const answer = await api.signOut();
  // A silent daemon must not keep the screen unlocked; its own timeout ends the session.
  if (answer.fault?.kind !== 'cancelled') session.value = null;
}
