export { readChallenge } from "./codes/challenge.ts";
export { type Clock, deviceClock } from "./codes/clock.ts";
export { composeCode } from "./codes/composeCode.ts";
export { entryCode, type ShownCode } from "./codes/entryCode.ts";
export { qrCanvas, qrModules, qrSvg, qrTerminal } from "./codes/qr.ts";
export { readRebindRequest, rebindRequest } from "./codes/rebindRequest.ts";
export { rotateCodes } from "./codes/rotateCodes.ts";
export { serverClock } from "./codes/serverClock.ts";
export { isDoorkeyError } from "./core/CodedError.ts";
export { checksummed } from "./core/checksummed.ts";
export { NO_CHALLENGE } from "./core/Entry.ts";
export { type EventRef, type SuiteRef, sameEvent } from "./core/EventRef.ts";
export type { ErrorCode } from "./core/errorTable.ts";
export { type Address, type Hex, isHex, sameAddress } from "./core/Hex.ts";
export { PageError as DoorkeyError } from "./core/PageError.ts";
export { pageErrors as errorTable } from "./core/pageErrors.ts";
export { packRightId, type RightId, unpackRightId } from "./core/RightId.ts";
export { createDeviceKey } from "./device/createDeviceKey.ts";
export { type DeviceAbilities, deviceAbilities } from "./device/deviceAbilities.ts";
export type { PageOpening } from "./device/pageOpening.ts";
export { recoverPasskey } from "./device/recoverPasskey.ts";
export { testDevice } from "./device/testDevice.ts";
export type { DeviceKey } from "./keys/DeviceKey.ts";
export { forgetDeviceKey } from "./keys/forgetDeviceKey.ts";
export { indexedDbKeys } from "./keys/indexedDbKeys.ts";
export type { KeyDescription, KeyMaterial, KeyRecord, KeyStore, StoredKeys } from "./keys/KeyStore.ts";
export { type KeyListing, listDeviceKeys } from "./keys/listDeviceKeys.ts";
export { loadDeviceKey } from "./keys/loadDeviceKey.ts";
export { memoryKeys } from "./keys/memoryKeys.ts";
export type { PasskeyNames } from "./keys/passkey.ts";
export { requestPersistence } from "./keys/requestPersistence.ts";
export type { Claim, Invitation } from "./pass/Claim.ts";
export { checkPass } from "./pass/checkPass.ts";
export { invitationLink, type LinkedInvitation, readInvitation } from "./pass/invitationLink.ts";
export type { LackingField, Pass, PassLacks, PassRun } from "./pass/Pass.ts";
export { runsOf } from "./pass/runsOf.ts";
export { checkClaim, signClaim } from "./pass/signClaim.ts";
export { type SignedRebind, signRebind } from "./pass/signRebind.ts";
export { type SignedReturn, signReturn } from "./pass/signReturn.ts";
export type { SellerRefusal } from "./sellers/askSeller.ts";
export type {
  HolderRight,
  HolderRights,
  RebindsForSeller,
  ReturnsForSeller,
  SellerEvent,
  SellerResult,
  SellerResults,
  SellerSite,
} from "./sellers/SellerAnswers.ts";
export type { NamedTeam, SellerProblem, SellerVerdict } from "./sellers/SellerVerdict.ts";
export { type SellerClient, sellerClient } from "./sellers/sellerClient.ts";
export { type EntryProof, entryProofDigest } from "./statements/entryProof.ts";
export { holderAddress, type KeyKind } from "./statements/holderAddress.ts";
export { isSignedBy, recoverHolder } from "./statements/holderSignature.ts";
export { type PurchaseClaim, purchaseClaimDigest } from "./statements/purchaseClaim.ts";
export { packConsent, type RebindStatement, rebindDigest } from "./statements/rebindStatement.ts";
export { type ReturnStatement, returnDigest } from "./statements/returnStatement.ts";
