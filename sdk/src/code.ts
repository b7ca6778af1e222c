export { type Challenge, issueChallenge, readChallenge } from "./codes/challenge.ts";
export type { CodeProblem, CodeProof, EntryCode } from "./codes/codeText.ts";
export { composeCode } from "./codes/composeCode.ts";
export { parseCode } from "./codes/parseCode.ts";
export { qrCanvas, qrModules, qrSvg, qrTerminal } from "./codes/qr.ts";
export type { Window } from "./codes/windows.ts";
export { checkCode } from "./decisions/checkCode.ts";
export type { Manifest, ManifestBatch, ManifestClass, ManifestHolding } from "./decisions/Manifest.ts";
export { type ChainBatch, manifestBatch } from "./decisions/manifestBatch.ts";
export type { IdentityPolicy, Policy } from "./decisions/Policy.ts";
export { packSignatures } from "./decisions/packSignatures.ts";
export type { RightStatus } from "./decisions/RightStatus.ts";
export { type ManifestRight, rightIn } from "./decisions/rightIn.ts";
export { sentenceFor } from "./decisions/sentenceFor.ts";
export type { Language } from "./decisions/sentences.ts";
export type { Scan } from "./decisions/timeProblem.ts";
export type {
  Admission,
  Admitted,
  PassedOver,
  Reason,
  Refused,
  RightProblem,
  Verdict,
} from "./decisions/Verdict.ts";
export { DoorkeyError, isDoorkeyError } from "./errors/DoorkeyError.ts";
export { type ErrorCode, errorTable } from "./errors/errorTable.ts";
export { type EntryProof, entryProofDigest } from "./statements/entryProof.ts";
export { holderAddress, type KeyKind } from "./statements/holderAddress.ts";
export { isSignedBy, recoverHolder } from "./statements/holderSignature.ts";
export { type Entry, NO_CHALLENGE, packEntry, unpackEntry } from "./values/Entry.ts";
export { type EventRef, type SuiteRef, sameEvent } from "./values/EventRef.ts";
export { type Address, checksummed, type Hex, isHex, sameAddress } from "./values/Hex.ts";
export { packRightId, type RightId, unpackRightId } from "./values/RightId.ts";
