export type { BlockRef } from "../core/BlockRef.ts";
export { applyLog } from "./applyLog.ts";
export { conductOf } from "./conductOf.ts";
export { type DeliveredProof, entriesOf, isProven } from "./entriesOf.ts";
export { type FileIndexStore, fileIndexStore } from "./fileIndexStore.ts";
export { type CaughtUp, followSuite, type SuiteFollower } from "./followSuite.ts";
export type { IndexLog } from "./IndexLog.ts";
export {
  type Allotment,
  type Conduct,
  emptyIndex,
  type IndexedAdmission,
  type IndexedBatch,
  type IndexedClass,
  type IndexedEvent,
  type IndexedGate,
  type IndexedPolicy,
  type IndexedTeam,
  type IndexState,
} from "./IndexState.ts";
export type { IndexPiece, IndexStore } from "./IndexStore.ts";
export { type IndexedRight, indexedRight } from "./indexedRight.ts";
export { memoryIndexStore } from "./memoryIndexStore.ts";
export { type PostgresIndexStore, postgresIndexStore } from "./postgresIndexStore.ts";
export { rightsOf } from "./rightsOf.ts";
