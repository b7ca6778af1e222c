import { deviceIdOf } from "../../../gate/src/protocol/logRows.ts";
import type { Identity } from "./store.ts";

/** Makes a device's key. Its private part can sign and nothing else. */
export async function makeIdentity(): Promise<Identity> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, [
    "sign",
    "verify",
  ]);
  const raw = base64Url(new Uint8Array(await crypto.subtle.exportKey("raw", publicKey)));
  return { id: await deviceIdOf(raw), name: "", publicKey: raw, privateKey };
}

/** What shows a hub that the device has the key with which it joins. */
export async function proveKey({ privateKey }: Identity, token: string): Promise<string> {
  const told = new TextEncoder().encode(`doorkey-gate join ${token}`);
  return base64Url(new Uint8Array(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, privateKey, told)));
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
