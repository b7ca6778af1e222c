/**
 * The storage of the relay: the same code over PostgreSQL and over the embedded engine. A caller:
 *
 * - uses only `tx` inside `transact`, because the embedded engine has one connection and the transaction holds it;
 * - does nothing slow inside `transact`: no chain, no signing, no HTTP;
 * - passes hex in any case and gets it back in lower case.
 */

export { type AdminSession, closeSession, openSession, sessionOf } from "./adminSessions.ts";
export { type AdminAct, type AuditRow, auditRows, recordAct } from "./audit.ts";
export {
  type BudgetLimit,
  periodsOf,
  type Reservation,
  type Usage,
  usageOf,
} from "./budgets.ts";
export {
  type Enqueued,
  enqueue,
  type NewRequest,
  nonceKey,
  requestsWithNonces,
  type SignerNonce,
} from "./enqueue.ts";
export {
  livingReplicas,
  type QueueFigures,
  queueBySponsor,
  queueFigures,
  type SignerHealth,
  type SponsorQueue,
  signerHealth,
  transactionsUnderWay,
  type WaitingTransaction,
} from "./figures.ts";
export { isMigrated, type Migrated, migrate } from "./migrate.ts";
export { openStorage, type Storage, type StorageOptions } from "./open.ts";
export { clearLeases, type PauseScope, pausedScopes, setPaused, signerRows, takeNonce } from "./operations.ts";
export { assertReadable, assertWritable } from "./probes.ts";
export {
  type Cancelled,
  cancelQueued,
  failuresOf,
  lower,
  pendingOf,
  requestRow,
  statusOf,
} from "./requests.ts";
export { type Dropped, dropOldRows } from "./retention.ts";
export { type RightRange, returnsUnderWay, touches } from "./returns.ts";
export { StorageError } from "./StorageError.ts";
export { type Cursor, type FoundRequest, type RequestSearch, searchRequests } from "./search.ts";
export { eventsAfter, eventsOf, progressOf, type StatusEvent, takeNewEvents } from "./statusEvents.ts";
export type { Database, RequestRow, SignerRow } from "./tables.ts";
export { type Db, type Tx, transact } from "./transact.ts";
