import type { Address, Hex } from "../../src/core/Hex.ts";
import { packRightId } from "../../src/core/RightId.ts";
import { createDeviceKey } from "../../src/device/createDeviceKey.ts";
import type { DeviceKey } from "../../src/keys/DeviceKey.ts";
import { memoryKeys } from "../../src/keys/memoryKeys.ts";
import type { Pass } from "../../src/pass/Pass.ts";
import type { KeyKind } from "../../src/statements/holderAddress.ts";
import type { Manifest, ManifestBatch } from "../../src/verdicts/Manifest.ts";
import { softPasskey } from "./softPasskey.ts";

export const EVENT = {
  chainId: 31337,
  rightsRegistry: "0x00000000000000000000000000000000D00Dcafe",
  eventId: 7,
} as const;
export const DOORS_OPEN = 1_900_000_000;
export const DOORS_CLOSE = DOORS_OPEN + 14_400;

export async function keyOf(kind: KeyKind): Promise<DeviceKey> {
  return kind === "passkey" ? softPasskey(EVENT) : createDeviceKey({ kind, event: EVENT, store: memoryKeys() });
}

export function passOf(key: DeviceKey, { batch = 0, index = 0, count = 1 } = {}): Pass {
  return {
    v: 1,
    ...key.event,
    rightId: String(packRightId({ eventId: key.event.eventId, batch, index })),
    count,
    className: "standing",
    seats: [],
    holder: key.address,
    event: { name: "One night", startsAt: "2030-03-17T19:00:00+09:00", url: "https://zepp.example/7" },
    seller: { agentId: 1, name: "Ticket Shop" },
  };
}

export function batchOf(holders: readonly Address[], changes: Partial<ManifestBatch> = {}): ManifestBatch {
  return {
    agentId: 1,
    classId: 1,
    seated: false,
    tagged: false,
    namedClass: false,
    records: `0x${holders.map((holder) => holder.slice(2).toLowerCase()).join("")}` as Hex,
    statuses: "0".repeat(holders.length),
    holdings: {},
    ...changes,
  };
}

export function manifestOf(...batches: readonly ManifestBatch[]): Manifest {
  return {
    ...EVENT,
    block: { number: 42, hash: `0x${"ab".repeat(32)}` },
    takenAt: DOORS_OPEN,
    doorsOpenAt: DOORS_OPEN,
    doorsCloseAt: DOORS_CLOSE,
    cancelled: false,
    classes: { 1: { name: "standing" }, 2: { name: "crew" } },
    batches,
  };
}

export const clockAt = (seconds: number) => ({ now: () => seconds });
