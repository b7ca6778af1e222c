export { type Challenge, issueChallenge, readChallenge } from "./codes/challenge.ts";
export type { CodeProblem, CodeProof, EntryCode } from "./codes/codeText.ts";
export { composeCode } from "./codes/composeCode.ts";
export { qrCanvas, qrModules, qrSvg, qrTerminal } from "./codes/qr.ts";
export type { Window } from "./codes/windows.ts";
export { isDoorkeyError } from "./core/CodedError.ts";
export { checksummed } from "./core/checksummed.ts";
export type { RightStatus } from "./core/contractEnums.ts";
export { type Entry, NO_CHALLENGE, packEntry, unpackEntry } from "./core/Entry.ts";
export { type EventRef, type SuiteRef, sameEvent } from "./core/EventRef.ts";
export type { ErrorCode } from "./core/errorTable.ts";
export { type Address, type Hex, isHex, sameAddress } from "./core/Hex.ts";
export { PageError as DoorkeyError } from "./core/PageError.ts";
export { pageErrors as errorTable } from "./core/pageErrors.ts";
export { packRightId, type RightId, unpackRightId } from "./core/RightId.ts";
export { type DrawPlace, drawSeed, entrantKey } from "./draw/Entrant.ts";
export { rankIn } from "./draw/rankIn.ts";
export { type EntryProof, entryProofDigest } from "./statements/entryProof.ts";
export { holderAddress, type KeyKind } from "./statements/holderAddress.ts";
export { isSignedBy, recoverHolder } from "./statements/holderSignature.ts";
export { checkCode } from "./verdicts/checkCode.ts";
export { checkScan } from "./verdicts/checkScan.ts";
export { blameClock, type ClockFault, checkGateClock, codeAge } from "./verdicts/gateClock.ts";
export { headlineFor } from "./verdicts/headlineFor.ts";
export type {
  Manifest,
  ManifestAdmission,
  ManifestBatch,
  ManifestClass,
  ManifestHolding,
} from "./verdicts/Manifest.ts";
export { type ChainBatch, manifestBatch } from "./verdicts/manifestBatch.ts";
export type { IdentityPolicy, Policy } from "./verdicts/Policy.ts";
export type { Passages, Presence } from "./verdicts/Presence.ts";
export { packSignatures } from "./verdicts/packSignatures.ts";
export { parseCode } from "./verdicts/parseCode.ts";
export { parseManifest } from "./verdicts/parseManifest.ts";
export type { PasskeySite } from "./verdicts/passkeySites.ts";
export { type ManifestRight, rightIn } from "./verdicts/rightIn.ts";
export { sentenceFor } from "./verdicts/sentenceFor.ts";
export type { Scan } from "./verdicts/timeProblem.ts";
export type { Language } from "./verdicts/timeWriter.ts";
export { type Tone, toneOf } from "./verdicts/toneOf.ts";
export type {
  Admission,
  Admitted,
  Entering,
  PassedOver,
  Passing,
  Reason,
  Refused,
  RightProblem,
  Verdict,
} from "./verdicts/Verdict.ts";
