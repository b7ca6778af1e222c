import type { EventRef, Hex } from "doorkey/code";
import { toBeHex } from "ethers";
import { admissionOf } from "../../../sdk/test/helpers/acts.ts";
import { deviceIdOf, genesisOf, rowDigest, signRow } from "../../src/protocol/logRows.ts";
import type { LogRow, UnsignedRow } from "../../src/protocol/messages.ts";
import { type DeviceKeys, newScanId } from "./device.ts";
import type { Fan } from "./gateStage.ts";

/** The log of a device that decides alone: each call appends a row that lets a fan in. */
export async function aloneLog(event: EventRef, keys: DeviceKeys, lane = 1) {
  const device = await deviceIdOf(keys.publicKey);
  const pkcs8 = keys.privateKey.export({ type: "pkcs8", format: "der" });
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("pkcs8", new Uint8Array(pkcs8), curve, false, ["sign"]);
  const rows: LogRow[] = [];
  let prev: Hex = await genesisOf(event, keys.publicKey);
  return {
    rows,
    letIn: async ({ key: holder, rightId }: Fan, at: number, change: Partial<UnsignedRow> = {}): Promise<LogRow> => {
      const admission = await admissionOf(holder, { rightId, scannedAt: at, lane });
      const row: UnsignedRow = {
        ...{ device, seq: rows.length + 1, prev, at, lane, mode: "alone", verdict: "admit", scanId: newScanId() },
        entry: `0x${toBeHex(admission.entry, 32).slice(2)}`,
        holderSig: admission.signature,
        ...{ right: Number(rightId & 0xffff_ffffn), mask: 1 },
        ...change,
      };
      const signed = await signRow(key, row);
      prev = await rowDigest(row);
      rows.push(signed);
      return signed;
    },
  };
}
