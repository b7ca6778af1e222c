export { cancelDigest, signCancel } from "./relay/cancelProof.ts";
export { type ForwarderRef, requestDigest, requestDigester, signRequest } from "./relay/forwardRequest.ts";
export { httpRelay } from "./relay/httpRelay.ts";
export type { Relay } from "./relay/Relay.ts";
export type {
  PrepareBody,
  Prepared,
  Problem,
  RelayInfo,
  RequestReason,
  RequestState,
  RequestStatus,
  RequestsBody,
  ReturnsBody,
  SubmitResult,
  Submitted,
  WireForwardRequest,
  WireSignedRequest,
  WireSignedReturn,
} from "./relay/wire.ts";
