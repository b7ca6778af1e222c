import { type Manifest, type ManifestRight, NO_CHALLENGE, type RightId, rightIn } from "doorkey/code";
import { serialOf } from "../merge/Book.ts";
import { claimRights } from "../merge/claimRights.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import type { ManualAnswer } from "../protocol/answers.ts";
import { holds } from "../protocol/Claim.ts";
import type { ManualMessage } from "../protocol/messages.ts";
import { type Act, act, type Caller, type Hub } from "./Hub.ts";
import { digestOf } from "./scanTable.ts";
import { showLights } from "./showLights.ts";

/** The chain keeps a reason in one word. */
const MAX_REASON_BYTES = 31;

/**
 * Lets one right in by hand. The reference of an order with several rights lets in the next one of them that is outside.
 *
 * @throws BODY_MALFORMED for a reason of more than 31 bytes, RIGHT_UNKNOWN, SCAN_CHANGED, STORE_UNAVAILABLE
 */
export async function letInByHand(hub: Hub, caller: Caller, message: ManualMessage): Promise<ManualAnswer> {
  const { id, whom, reason, shown = [] } = message;
  if (Buffer.byteLength(reason) > MAX_REASON_BYTES) {
    throw new ProblemError("BODY_MALFORMED", { detail: `The reason has more than ${MAX_REASON_BYTES} bytes.` });
  }
  const lights = showLights(hub, caller, shown);
  const digest = digestOf("hand", JSON.stringify(whom), reason);
  const answering = act(hub, (acting) => {
    const known = hub.scans.answerTo({ id, digest });
    if (known !== undefined) return known;
    const answer = JSON.stringify(decide(hub, caller, message, acting));
    hub.scans.keep({ id, device: caller.id, at: acting.at, digest }, answer);
    return answer;
  });
  const [answer] = await Promise.all([answering, lights]);
  return JSON.parse(answer);
}

function decide(hub: Hub, caller: Caller, { id, whom, reason }: ManualMessage, acting: Act): ManualAnswer {
  const manifest = hub.manifest();
  const wanted = rightsOf(hub, manifest, whom);
  const outside = wanted.find((right) => right.status !== "void" && entered(hub, right, acting.at) === undefined);
  const right = outside ?? wanted[0];
  if (right === undefined) throw new ProblemError("RIGHT_UNKNOWN");
  const serial = serialOf(right.rightId);
  const left = hub.byHandLeft();
  const answer = (status: ManualAnswer["status"]): ManualAnswer => ({ scanId: id, right: serial, status, left });
  if (manifest.cancelled || acting.at < manifest.doorsOpenAt || acting.at >= manifest.doorsCloseAt) {
    return answer("closed");
  }
  if (right.status === "void") return answer("void");
  const before = entered(hub, right, acting.at);
  if (before !== undefined) return { ...answer("already-in"), ...before };
  if (left < 1) return answer("limit");

  acting.carried.set(id, { reason });
  claimRights(acting.draft, {
    ...{ scanId: id, device: caller.id, lane: caller.lane, scannedAt: Math.floor(acting.at), storedAt: acting.at },
    ...{ issuedAt: 0, challenge: NO_CHALLENGE, serial, mask: 1, shownAt: undefined, byHand: true, state: "open" },
  });
  hub.tally.enter(caller.lane, 1, acting.at);
  return { ...answer("let-in"), left: left - 1 };
}

/** Where and when a right was let in, as far as it is known. Undefined if it is outside. */
function entered(hub: Hub, right: ManifestRight, now: number): Pick<ManualAnswer, "at" | "lane"> | undefined {
  const claim = hub.book.claims.get(right.rightId);
  if (claim !== undefined && holds(claim, now)) return { at: claim.scannedAt, lane: claim.lane };
  return right.status === "admitted" ? {} : undefined;
}

function rightsOf(hub: Hub, manifest: Manifest, whom: ManualMessage["whom"]): readonly ManifestRight[] {
  if ("seat" in whom) return [...rightsOfClass(manifest, whom.classId)].filter(({ seat }) => seat === whom.seat);
  const serials = "right" in whom ? [whom.right] : hub.guests(whom.reference);
  return serials.flatMap((serial) => rightIn(manifest, rightIdOf(manifest, serial)) ?? []);
}

function* rightsOfClass(manifest: Manifest, classId: number): Iterable<ManifestRight> {
  for (const [number, batch] of manifest.batches.entries()) {
    if (batch.classId !== classId || !batch.seated) continue;
    for (let index = 0; index < batch.statuses.length; index++) {
      const right = rightIn(manifest, rightIdOf(manifest, number * 2_048 + index));
      // A seat that was freed and sold again is in two batches.
      if (right !== undefined && right.status !== "void") yield right;
    }
  }
}

function rightIdOf({ eventId }: Manifest, serial: number): RightId {
  return (BigInt(eventId) << 32n) | BigInt(serial);
}
