export { DoorkeyError, isDoorkeyError } from "./errors/DoorkeyError.ts";
export { type ErrorCode, errorTable } from "./errors/errorTable.ts";
export { type Entry, NO_CHALLENGE, packEntry, unpackEntry } from "./values/Entry.ts";
export { type EventRef, type Registry, sameEvent } from "./values/EventRef.ts";
export { type Address, checksummed, type Hex, isHex, sameAddress } from "./values/Hex.ts";
export { packRightId, type RightId, unpackRightId } from "./values/RightId.ts";
