/** A gate's page, as far as its hub sees it. */

import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import type { Problem } from "doorkey-server";
import type { ScanAnswer } from "../../src/protocol/answers.ts";
import type { Gate } from "../../src/startGate/startGate.ts";

export type Answer<T> = { readonly status: number; readonly headers: Headers; readonly body: T };

export type DeviceKeys = { readonly privateKey: KeyObject; readonly publicKey: string };

export type TestDevice = {
  readonly id: string;
  readonly keys: DeviceKeys;
  readonly cookie: string;
  readonly call: <T = Problem>(method: string, path: string, body?: unknown) => Promise<Answer<T>>;
  readonly scan: (text: string, more?: object) => Promise<Answer<ScanAnswer>>;
};

export const newScanId = (): string => randomBytes(16).toString("hex");

export function newDeviceKeys(): DeviceKeys {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const raw = Buffer.concat([Buffer.of(4), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]);
  return { privateKey, publicKey: raw.toString("base64url") };
}

/** What a page sends to join. */
export function joinBody(token: string, { privateKey, publicKey }: DeviceKeys) {
  const text = Buffer.from(`doorkey-gate join ${token}`);
  const proof = sign("sha256", text, { key: privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url");
  return { token, publicKey, proof };
}

/** A call of the operator. */
export async function operate<T>({ operatorUrl, operatorToken }: Gate, method: string, path: string, body?: unknown) {
  return call<T>(operatorUrl, method, path, body, { authorization: `Bearer ${operatorToken}` });
}

/** A token to join with. */
export async function invite(gate: Gate, lane = 1, name = `Gate ${lane}`, minutes?: number): Promise<string> {
  const { status, body } = await operate<{ token: string }>(gate, "POST", "/operator/invitations", {
    lane,
    name,
    minutes,
  });
  if (status !== 200) throw new Error(`the invitation was answered ${status}: ${JSON.stringify(body)}`);
  return body.token;
}

/** Joins a hub with fresh keys, or with those of a device that was elsewhere before. */
export async function joinGate(gate: Gate, lane = 1, keys = newDeviceKeys()): Promise<TestDevice> {
  const token = await invite(gate, lane, `Gate ${lane} ${keys.publicKey.slice(-4)}`);
  const joined = await call<{ device: { id: string } }>(gate.url, "POST", "/api/join", joinBody(token, keys));
  if (joined.status !== 200) throw new Error(`joining was answered ${joined.status}: ${JSON.stringify(joined.body)}`);
  const cookie = joined.headers.get("set-cookie")?.split(";")[0] ?? "";
  const asDevice: TestDevice["call"] = (method, path, body) => call(gate.url, method, path, body, { cookie });
  return {
    id: joined.body.device.id,
    keys,
    cookie,
    call: asDevice,
    scan: (text, more = {}) => asDevice("POST", "/api/scans", { scanId: newScanId(), text, mode: "enter", ...more }),
  };
}

export async function call<T>(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer<T>> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
}
