export { type Checksums, checksums, sameChecksums } from './checksum.ts';
export { MEMBER } from './collect.ts';
export type { Announcement, Discovery, DiscoveryState, Sighting } from './discovery/discovery.ts';
export type { AlarmKind } from './exchange.ts';
export { createJournal, type Field, type Journal, type JournalOptions } from './journal.ts';
export { type MemoryStorage, memoryStorage } from './memory.ts';
export type { About, LinkView, Mesh, MeshEvents } from './mesh/mesh.ts';
export {
  type Changes,
  type Hello,
  type Message,
  type Parsed,
  PROTO,
  parseMessage,
  ROWS_MAX,
} from './message.ts';
export {
  type Bytes,
  type CsrFault,
  createKeyAndRequest,
  createShop,
  fingerprintOf,
  type Shop,
  type Signed,
  signGuest,
  signRegister,
} from './pairing/certificates.ts';
export { commonName, type Holder, holderOf, serverName, shopHash } from './pairing/names.ts';
export {
  createReplica,
  type Entry,
  type Output,
  type Replica,
  type ReplicaOptions,
  type Written,
} from './replica.ts';
export { type CellRow, DELETED, type FactRow, type Row } from './rows.ts';
export { schema as replicaSchema } from './schema.ts';
export type { Change, Storage, Taken } from './storage.ts';
export type { Time } from './time.ts';
export { exceeds, held, join, same, type Vector } from './vector.ts';
