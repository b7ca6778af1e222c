import type { EventRef, Hex } from "doorkey/code";
import type { LogRow, UnsignedRow } from "./messages.ts";

/** The public key of a device: base64url of the 65 raw bytes of a point on P-256. */
export type DevicePublicKey = string;

const ALGORITHM = { name: "ECDSA", hash: "SHA-256" };

/** The name of a device, which its public key alone decides. A gate that joins a replaced hub keeps it. */
export async function deviceIdOf(publicKey: DevicePublicKey): Promise<string> {
  return (await digestOf(["doorkey device 1", publicKey])).slice(2, 26);
}

/** What a device's first row names as the row before it: the event and the device's key. */
export function genesisOf({ chainId, rightsRegistry, eventId }: EventRef, publicKey: DevicePublicKey): Promise<Hex> {
  return digestOf(["doorkey gate log 1", chainId, rightsRegistry.toLowerCase(), eventId, publicKey]);
}

/** What a device signs of a row, and what its next row names as `prev`. */
export function rowDigest(row: UnsignedRow): Promise<Hex> {
  const { device, seq, prev, at, lane, mode, verdict, scanId } = row;
  const { entry = "", holderSig = "", right = -1, mask = 0, reason = "", of = "" } = row;
  return digestOf([device, seq, prev, at, lane, mode, verdict, scanId, entry, holderSig, right, mask, reason, of]);
}

/**
 * Signs a row with the device's key.
 *
 * @param key A P-256 key of ECDSA, which may be unextractable.
 */
export async function signRow(key: CryptoKey, row: UnsignedRow): Promise<LogRow> {
  const signature = await crypto.subtle.sign(ALGORITHM, key, bytesOf(await rowDigest(row)));
  return { ...row, sig: hexOf(new Uint8Array(signature)) };
}

/** A device's public key, ready to verify its rows. Throws if the text is not a point on P-256. */
export function importDeviceKey(publicKey: DevicePublicKey): Promise<CryptoKey> {
  const raw = Uint8Array.from(atob(publicKey.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  return crypto.subtle.importKey("raw", raw, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
}

/** Whether the device signed the row. */
export async function isRowSigned(key: CryptoKey, { sig, ...row }: LogRow): Promise<boolean> {
  return crypto.subtle.verify(ALGORITHM, key, bytesOf(sig), bytesOf(await rowDigest(row)));
}

async function digestOf(values: readonly (string | number)[]): Promise<Hex> {
  const text = new TextEncoder().encode(JSON.stringify(values));
  return hexOf(new Uint8Array(await crypto.subtle.digest("SHA-256", text)));
}

function hexOf(bytes: Uint8Array): Hex {
  return `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

function bytesOf(hex: Hex): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: hex.length / 2 - 1 }, (_, i) =>
    Number.parseInt(hex.slice(2 + 2 * i, 4 + 2 * i), 16),
  );
}
