/** The calls of a flood and their right answers. A seed repeats a run. */

import type { Hex } from "doorkey/buyer";
import type { WireSignedRequest } from "doorkey/relay";
import { hexlify } from "ethers";
import type { ProblemCode } from "../../../src/problems/problemTable.ts";
import { API_KEY, OTHER_KEY, type RelayStage } from "../../service/helpers/relayStage.ts";

/** One call. `answers` lists every right answer: problem codes, or statuses. */
export type Attack = {
  readonly kind: string;
  readonly method?: string;
  readonly path: string;
  readonly body?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly answers: readonly (ProblemCode | number)[];
};

export type Material = {
  /** A deadline that outlasts the flood. */
  readonly later: number;
  /** Accepted before the flood begins. */
  readonly known: readonly WireSignedRequest[];
  /** Correctly signed, for nonces that `known` has. */
  readonly conflicting: readonly WireSignedRequest[];
  /** Correctly signed, with a deadline that has passed. */
  readonly expired: readonly WireSignedRequest[];
  /** Correctly signed, for a function that no sponsor pays for. */
  readonly unsponsored: readonly WireSignedRequest[];
};

const JSON_TYPE = { "content-type": "application/json" };
const withKey = (key: string) => ({ ...JSON_TYPE, authorization: `Bearer ${key}` });

/** Each kind of attack makes calls without end. */
export function attacks(stage: RelayStage, material: Material, random: () => number): readonly (() => Attack)[] {
  const whole = (below: number) => Math.floor(random() * below);
  const one = <T>(list: readonly T[]): T => list[whole(list.length)] as T;
  const bytes = (size: number) => Uint8Array.from({ length: size }, () => whole(256));
  const hex = (size: number) => hexlify(bytes(size)) as Hex;
  const post = (kind: string, requests: unknown, answers: Attack["answers"], key = API_KEY): Attack => ({
    kind,
    path: "/v1/requests",
    body: JSON.stringify({ requests }),
    headers: withKey(key),
    answers,
  });
  const oversized = JSON.stringify({ requests: ["x".repeat(stage.relay.config().limits.bodyBytes)] });

  return [
    () => ({
      kind: "garbage",
      path: one(["/v1/requests", "/v1/returns", "/v1/prepare"]),
      body: Buffer.from(bytes(1 + whole(400))).toString("latin1"),
      headers: withKey(API_KEY),
      answers: ["BODY_MALFORMED"],
    }),
    () =>
      post(
        "wrong shape",
        [{ request: { ...one(material.known).request, [one(["from", "gas", "data"])]: whole(9) } }],
        ["BODY_MALFORMED"],
      ),
    () => ({
      kind: "oversized",
      path: "/v1/requests",
      body: oversized,
      headers: withKey(API_KEY),
      answers: ["BODY_TOO_LARGE"],
    }),
    () => post("expired", [one(material.expired)], ["DEADLINE_TOO_NEAR"]),
    () => post("replayed", [one(material.known)], [202]),
    () => post("nonce again", [one(material.conflicting)], ["NONCE_TAKEN", "NONCE_USED"]),
    () => {
      const { request, signature } = one(material.known);
      const nonce = String(10_000 + whole(1_000_000));
      const change = { gas: String(100_000 + whole(1_000_000)), nonce, deadline: material.later };
      return post("wrongly signed", [{ request: { ...request, ...change }, signature }], ["SIGNATURE_INVALID"]);
    },
    () =>
      post(
        "another's name",
        [
          {
            request: { ...one(material.known).request, from: hex(20), nonce: "0", deadline: material.later },
            signature: hex(65),
          },
        ],
        ["SIGNATURE_INVALID"],
      ),
    () => post("unsponsored function", [one(material.unsponsored)], ["FUNCTION_NOT_SPONSORED"]),
    () => post("unsponsored target", [one(material.conflicting)], ["TARGET_NOT_SPONSORED"], OTHER_KEY),
    () => post("unknown key", [one(material.known)], ["KEY_UNKNOWN"], `dk_${hex(16)}`),
    () => ({ ...post("without a key", [one(material.known)], ["KEY_MISSING"]), headers: JSON_TYPE }),
    () => ({
      kind: "returns of nothing",
      path: "/v1/returns",
      body: JSON.stringify({
        returns: [
          {
            rightId: String((BigInt(stage.show.eventId) << 32n) | BigInt(whole(2 ** 31))),
            count: 1,
            rebinds: 0,
            expiresAt: "1",
            signature: hex(66),
          },
        ],
      }),
      headers: JSON_TYPE,
      answers: ["RETURN_INVALID"],
    }),
    () => ({
      kind: "no such place",
      method: "GET",
      path: `/v1/${hex(8)}/../../etc/passwd`,
      headers: {},
      answers: ["ROUTE_UNKNOWN"],
    }),
    () => ({
      kind: "unknown digest",
      method: "GET",
      path: `/v1/requests/${hex(32)}`,
      headers: {},
      answers: ["REQUEST_UNKNOWN"],
    }),
    () => ({
      kind: "operator's door",
      path: "/v1/admin/pause",
      headers: { authorization: `Bearer dk_admin_${hex(16)}` },
      answers: ["KEY_WRONG"],
    }),
  ];
}
