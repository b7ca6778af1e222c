import { type Admission, unpackEntry, type Verdict } from "doorkey/code";
import { serialOf } from "../merge/Book.ts";
import { claimRights } from "../merge/claimRights.ts";
import type { EntryRecord } from "../merge/EntryRecord.ts";
import { presenceOf } from "../merge/Place.ts";
import type { ScanAnswer } from "../protocol/answers.ts";
import { type Decision, decideScan } from "../protocol/decideScan.ts";
import type { ScanMessage } from "../protocol/messages.ts";
import { toWire } from "../protocol/wireVerdict.ts";
import { type Act, act, type Caller, type Hub } from "./Hub.ts";
import { movePeople } from "./movePeople.ts";
import { digestOf } from "./scanTable.ts";
import { showAll, showLights } from "./showLights.ts";

/**
 * Decides on a scan, and writes the decision with the entry in one transaction, before anybody is answered. The same
 * scan gets the same answer for ever.
 *
 * @throws SCAN_CHANGED if its id came before with another text; STORE_UNAVAILABLE.
 */
export async function recordScan(hub: Hub, caller: Caller, message: ScanMessage): Promise<ScanAnswer> {
  const { scanId: id, text, mode, shown = [] } = message;
  const digest = digestOf(mode, text);
  const answering = act(hub, (acting): ScanAnswer => {
    showAll(hub, caller, shown, acting);
    const known = hub.scans.answerTo({ id, digest });
    if (known !== undefined) return JSON.parse(known);
    const decision = decideFor(hub, caller, message, acting.at);
    take(hub, caller, message, decision, acting);
    const isByHand = letInByHand(hub, decision);
    const answer = answerOf(id, decision, isByHand);
    const asked = { id, device: caller.id, at: acting.at, digest };
    hub.scans.keep(asked, JSON.stringify(answer), isByHand ? text : undefined);
    return answer;
  });
  return answering.catch(async (error: unknown) => {
    // What lights the page showed is true, whatever is wrong with this scan.
    await showLights(hub, caller, shown);
    throw error;
  });
}

function decideFor(hub: Hub, caller: Caller, { text, mode, challenge }: ScanMessage, now: number): Decision {
  const asked = challenge !== undefined && !hub.answered.has(challenge.value) ? [challenge] : [];
  const decision = decideScan(
    text,
    {
      manifest: hub.manifest(),
      // A lane that shows a challenge wants its answer, also if the event does not demand one.
      policy: {
        ...hub.policy(caller.lane),
        challenges: asked,
        ...(challenge !== undefined && { demandChallenge: true }),
      },
      claims: hub.book.claims,
      presence: {
        way: mode === "leave" ? "out" : "in",
        get: (rightId) => presenceOf(hub.book.places.get(serialOf(rightId)), now, hub.settings.reentry),
      },
      lastSeen: hub.lastSeen,
      now,
      lane: caller.lane,
    },
    hub.check,
  );
  return { ...decision, verdict: hub.judge(decision.code, decision.verdict, now) };
}

/** Writes down what a verdict lets in, out or back in. */
function take(hub: Hub, caller: Caller, message: ScanMessage, { code, verdict }: Decision, acting: Act): void {
  hub.tally.count(caller.lane, code, verdict, acting.at);
  if (verdict.reason === "clock-wrong" || verdict.reason === "code-expired") noteTime(hub, code, acting.at);
  if (message.mode === "look" || verdict.status === "refuse" || verdict.status === "again") return;
  if (verdict.status !== "identify" && message.challenge !== undefined && code.status === "parsed") {
    for (const [value, end] of hub.answered) if (end < acting.at) hub.answered.delete(value);
    if (code.challenge === message.challenge.value) hub.answered.set(code.challenge, message.challenge.expiresAt);
  }
  if (verdict.status === "admit") letIn(caller, message.scanId, verdict, acting);
  if (verdict.status === "reenter" || verdict.status === "leave") {
    const { rights, shown } = verdict;
    movePeople(acting, { scanId: message.scanId, caller, rights, shown, zone: message.zone, ...WAY[verdict.status] });
  }
}

const WAY = { reenter: { where: "in" }, leave: { where: "out" } } as const;

/** Claims what an `admit` lets in. */
export function letIn(
  caller: Caller,
  scanId: string,
  verdict: Extract<Verdict, { status: "admit" }>,
  acting: Act,
): void {
  const { admission, rights, reentering = [] } = verdict;
  const record = recordOf(scanId, caller, admission, rights, acting.at);
  acting.carried.set(scanId, { admission });
  claimRights(acting.draft, record);
  if (reentering.length > 0) {
    movePeople(acting, { scanId, caller, rights: reentering, shown: admission, zone: undefined, where: "in" });
  }
}

/** The record of an entry that has not shown its light so far. */
export function recordOf(
  scanId: string,
  caller: Pick<Caller, "id">,
  { entry }: Admission,
  rights: readonly bigint[],
  storedAt: number,
): EntryRecord {
  const { rightId, issuedAt, challenge, scannedAt, lane } = unpackEntry(entry);
  return {
    ...{ scanId, device: caller.id, lane, scannedAt, storedAt, issuedAt: Number(issuedAt), challenge },
    serial: serialOf(rightId),
    mask: rights.reduce((mask, right) => mask | (1 << Number(right - rightId)), 0),
    shownAt: undefined,
    byHand: false,
    state: "open",
  };
}

function noteTime(hub: Hub, code: Decision["code"], at: number): void {
  if (code.status !== "parsed") return;
  const rightId = (BigInt(hub.manifest().eventId) << 32n) | BigInt(code.serial);
  hub.lastSeen.set(rightId, { issuedAt: code.issuedAt, scannedAt: Math.floor(at) });
}

function letInByHand({ book }: Hub, { code, verdict }: Decision): boolean {
  if (code.status !== "parsed" || verdict.reason !== "already-in") return false;
  return book.holderOf(code.serial)?.byHand === true;
}

/** The answer to a scan, in JSON. */
export function answerOf(
  scanId: string,
  { verdict, party }: Pick<Decision, "verdict" | "party">,
  byHand = false,
): ScanAnswer {
  return {
    scanId,
    verdict: toWire(verdict),
    ...(party !== undefined && { party }),
    ...(byHand && { byHand }),
  };
}
