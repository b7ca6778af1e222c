export { cancelDigest, signCancel } from "./cancelProof.ts";
export { type DrawContracts, drawCall } from "./drawCall.ts";
export { type ForwarderRef, requestDigest, requestDigester, signRequest } from "./forwardRequest.ts";
export { type HttpRelay, httpRelay } from "./httpRelay.ts";
export type { Relay } from "./Relay.ts";
export type {
  DrawActsBody,
  PrepareBody,
  Prepared,
  Problem,
  RelayBudget,
  RelayInfo,
  RelayUsage,
  RequestReason,
  RequestState,
  RequestStatus,
  RequestsBody,
  ReturnsBody,
  SubmitResult,
  Submitted,
  WireDrawAct,
  WireForwardRequest,
  WireSignedRequest,
  WireSignedReturn,
} from "./wire.ts";
