import type { RegisterReport } from '../../wire/index.ts';
import type { EetView, Health, SiblingView } from '../http/contract.ts';
import type { Replication } from '../replication/replication.ts';

const SIBLINGS_MAX = 100;
const LONGEST = 500;

/** What a backoffice is told of this register, and of its siblings as this one sees them. */
export function createReport(parts: {
  readonly register: { readonly id: string; readonly name: string };
  readonly version: string;
  readonly replication: Pick<Replication, 'origin' | 'vector' | 'heldBy' | 'databasesOf'>;
  readonly siblings: () => readonly SiblingView[];
  readonly health: () => Health;
  readonly eet: () => EetView;
}): () => RegisterReport {
  const { register, version, replication } = parts;
  return () => {
    const { state, cs, en } = parts.health();
    return {
      registerId: register.id,
      name: register.name,
      version,
      origin: replication.origin,
      vv: replication.vector(),
      health: { state, cs: cs.slice(0, LONGEST), en: en.slice(0, LONGEST) },
      eet: eetOf(parts.eet()),
      siblings: parts
        .siblings()
        .filter((one) => one.state !== 'revoked')
        .slice(0, SIBLINGS_MAX)
        .map(({ registerId, name, version, state, since }) => ({
          registerId,
          name,
          version,
          origin: replication.databasesOf(registerId).at(-1) ?? null,
          vv: replication.heldBy(registerId),
          linked: state === 'linked',
          since,
        })),
    };
  };
}

function eetOf(view: EetView): RegisterReport['eet'] {
  if (view.environment === null && view.waiting + view.blocked + view.rejected === 0) return null;
  const { waiting, blocked, rejected, oldest, certificates } = view;
  return {
    waiting,
    blocked,
    rejected,
    deadlineAt: oldest?.deadlineAt ?? null,
    certificateUntil: certificates.find(({ active }) => active)?.notAfter ?? null,
  };
}
