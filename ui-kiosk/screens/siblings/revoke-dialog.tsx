import type { SiblingView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { Confirm } from '../../widgets/confirm.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { siblingsWords } from './words.ts';

/** Cuts a lost or sold register off, everywhere in the shop. */
export function RevokeDialog({ sibling, onClose }: { sibling: SiblingView; onClose: () => void }) {
  const t = siblingsWords();
  const doing = useDoing();
  return (
    <Confirm
      title={t.revokeTitle(sibling.name)}
      action={t.revoke}
      danger
      doing={doing}
      onYes={() => void doing.run(() => api.revokeSibling(sibling.registerId), onClose)}
      onClose={onClose}
    >
      <p>{t.revokeText}</p>
    </Confirm>
  );
}
