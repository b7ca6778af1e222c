export { applyLog } from "./eventIndex/applyLog.ts";
export { conductOf } from "./eventIndex/conductOf.ts";
export { type DeliveredProof, entriesOf, isProven } from "./eventIndex/entriesOf.ts";
export { type FileIndexStore, fileIndexStore } from "./eventIndex/fileIndexStore.ts";
export { type CaughtUp, followSuite, type SuiteFollower } from "./eventIndex/followSuite.ts";
export type { IndexLog } from "./eventIndex/IndexLog.ts";
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
} from "./eventIndex/IndexState.ts";
export type { IndexPiece, IndexStore } from "./eventIndex/IndexStore.ts";
export { type IndexedRight, indexedRight } from "./eventIndex/indexedRight.ts";
export { memoryIndexStore } from "./eventIndex/memoryIndexStore.ts";
export { rightsOf } from "./eventIndex/rightsOf.ts";
export type { BlockRef } from "./values/BlockRef.ts";
