export { type AnswerTo, answering, type Wanted, weight } from './answer.ts';
export { type Census, type Checksums, sameChecksums, takeCensus } from './checksum.ts';
export { isRetired, MEMBER, membersOf } from './collect.ts';
export type {
  Announcement,
  Discovery,
  DiscoveryLog,
  DiscoveryState,
  Sighting,
} from './discovery/discovery.ts';
export { type MemoryAir, memoryAir } from './discovery/memory.ts';
export { createDiscovery, type DiscoveryOptions } from './discovery/multicast.ts';
export { type Clocks, draft, type Entry, type Ground, type WriteFault } from './draft.ts';
export {
  type AlarmKind,
  type ExchangeEffect,
  type ExchangeEvent,
  type ExchangeState,
  exchange,
} from './exchange.ts';
export { type MemoryStorage, memoryStorage } from './memory.ts';
export { type BrokerMeshOptions, createBrokerMesh } from './mesh/broker-mesh.ts';
export type { Caller } from './mesh/certificate.ts';
export { createMesh, type DirectMeshOptions } from './mesh/direct-mesh.ts';
export { type MemoryHub, memoryHub } from './mesh/memory-mesh.ts';
export {
  type About,
  type Intruder,
  type IntruderWhy,
  type LinkFault,
  type LinkView,
  type Mesh,
  type MeshEvents,
  MeshFault,
  type MeshOptions,
  type PlaceView,
  type Self,
} from './mesh/mesh.ts';
export {
  CHARS_MAX,
  type Changes,
  type Hello,
  type Message,
  type Parsed,
  PROTO,
  parseMessage,
  ROWS_MAX,
  readMessage,
  readRow,
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
export { drawCode, readCode, showCode } from './pairing/code.ts';
export {
  createPairingHost,
  type Grant,
  type Opened,
  type Outcome,
  type PairingHost,
  type PairingHostOptions,
  type PairingState,
} from './pairing/host.ts';
export {
  foundShop,
  type Identity,
  type Read,
  readIdentity,
  removeIdentity,
  type Stored,
  writeIdentity,
} from './pairing/identity.ts';
export { type Joined, type JoinFault, type JoinOptions, joinShop } from './pairing/join.ts';
export type { PairingRequest, Reason } from './pairing/message.ts';
export { commonName, type Holder, holderOf, serverName, shopHash } from './pairing/names.ts';
export {
  createReplica,
  type Output,
  type Replica,
  type ReplicaOptions,
  type Written,
} from './replica.ts';
export { type CellRow, DELETED, type FactRow, isLasting, type Row, winner } from './rows.ts';
export { createJournal, type Field, type Journal, type JournalOptions } from './sqlite/journal.ts';
export { reissue } from './sqlite/reissue.ts';
export { replicaStep, schema as replicaSchema } from './sqlite/schema.ts';
export { type SqliteStorageOptions, sqliteStorage } from './sqlite/storage.ts';
export { type StoredRow, toRow } from './sqlite/stored.ts';
export { yieldCells } from './sqlite/yield.ts';
export { followed, type Stamp } from './stamp.ts';
export { ANY_SPONSOR, type Change, type Storage, type Taken } from './storage.ts';
export type { Time } from './time.ts';
export { exceeds, held, join, same, type Vector } from './vector.ts';
