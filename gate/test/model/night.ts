/**
 * A night at four gates, drawn from a seed: lost answers, dying gates and hub, partitions, cheats. The decisions are the
 * hub's and the page's own (`decideScan`, `letIn`, `showLight`, `mergeEntry`); keys and signatures are left out.
 */

import { type checkScan, type Manifest, NO_CHALLENGE, packEntry, packRightId, unpackEntry } from "doorkey/code";
import { randomBySeed } from "../../../tools/support/randomBySeed.ts";
import { Book, Draft } from "../../src/merge/Book.ts";
import { mergeEntry, showLight } from "../../src/merge/claimRights.ts";
import type { Claim } from "../../src/protocol/Claim.ts";
import { decideScan } from "../../src/protocol/decideScan.ts";
import type { Caller } from "../../src/scans/Hub.ts";
import { letIn, recordOf } from "../../src/scans/recordScan.ts";

const GATES = 4;
const FANS = 12;
const SECONDS = 400;
const AGAIN_SECONDS = 20;
const ROTATE_SECONDS = 10;
const EVENT_ID = 7;

/** A rule of the protocol that a night may do without, to show that a night without it goes wrong. */
export type Rule =
  /** A retry has the id of its scan. */
  | "scan-ids"
  /** A claim that is stored is not taken for a person inside. */
  | "stored-is-not-shown"
  /** Pages acknowledge their lights. */
  | "acknowledgements"
  /** Pages upload what they let in by themselves. */
  | "uploads"
  /** The first claim of a right keeps others out. */
  | "first-wins";

export type Outcome = {
  readonly lights: number;
  readonly honestRefused: number;
  readonly honestAccused: number;
  readonly extraNotFound: number;
  readonly lightsWithoutRow: number;
  /** Scans that were asked again, and answered otherwise. */
  readonly answeredOtherwise: number;
};

type Fan = { readonly index: number; readonly cheats: boolean; home: number; lights: string[]; sawRed: boolean };

type Gate = {
  readonly caller: Caller;
  alive: boolean;
  connected: boolean;
  alone: boolean;
  /** What it let in by itself and has not uploaded. */
  rows: { scanId: string; right: bigint; word: bigint }[];
  /** Lights that the hub has not heard of. */
  unheard: string[];
  /** Own lights, by right, and what the hub told. */
  known: Map<bigint, Claim>;
};

const MANIFEST: Manifest = {
  ...{ chainId: 1, rightsRegistry: "0x00000000000000000000000000000000D00Dcafe", eventId: EVENT_ID },
  ...{ block: { number: 1, hash: `0x${"00".repeat(32)}` }, takenAt: 0, doorsOpenAt: 0, doorsCloseAt: SECONDS * 2 },
  ...{ cancelled: false, classes: {}, batches: [] },
};

const rightOf = (index: number) => packRightId({ eventId: EVENT_ID, batch: 0, index });

/** The part of the SDK's decision that knows who was admitted. A code is `right issuedAt`. */
const check: typeof checkScan = (text, { admitted, now, lane }) => {
  const [index = 0, issuedAt = 0] = text.split(" ").map(Number);
  const rightId = rightOf(index);
  const code = { status: "refuse", reason: "scanner-layout" } as const;
  const before = admitted.get(rightId);
  if (before === undefined) {
    const entry = packEntry({ rightId, count: 1, issuedAt, challenge: NO_CHALLENGE, scannedAt: now, lane });
    const admission = { entry, signature: "0x" } as const;
    return { code, verdict: { status: "admit", reason: "valid", admission, rights: [rightId], passedOver: [] } };
  }
  const { scannedAt: at } = before;
  return before.lane === lane && now - at <= AGAIN_SECONDS
    ? { code, verdict: { status: "again", reason: "just-scanned", way: "in", at, lane, secondsAgo: now - at } }
    : { code, verdict: { status: "refuse", reason: "already-in", at, lane: before.lane, sameProof: false } };
};

/** Plays a night. `without` leaves one rule out. */
export function night(seed: number, without?: Rule): Outcome {
  const random = randomBySeed(seed);
  const chance = (p: number) => random() < p;
  const pick = (below: number) => Math.floor(random() * below);
  const book = new Book();
  const answers = new Map<string, ReturnType<typeof decideScan>["verdict"]>();
  const later: { at: number; run: () => void }[] = [];
  let [hubUp, now, scans, clock, answeredOtherwise] = [true, 0, 0, 0, 0];
  const fans = Array.from({ length: FANS }, (_, index): Fan => {
    return { index, cheats: chance(0.25), home: pick(GATES), lights: [], sawRed: false };
  });
  const gates = Array.from({ length: GATES }, (_, i): Gate => {
    const caller = { id: `gate ${i}`, lane: i + 1, publicKey: "", role: "steward" } as const;
    return { caller, alive: true, connected: true, alone: false, rows: [], unheard: [], known: new Map() };
  });

  const startHub = () => {
    hubUp = true;
  };
  const draft = (work: (draft: Draft) => void) => work(new Draft(book));
  const lacks = (rule: Rule) => rule === without;

  function hubScan(scanId: string, text: string, { caller }: Gate) {
    const known = answers.get(scanId);
    if (known !== undefined) return known;
    const claims = lacks("first-wins") ? { get: () => undefined } : book.claims;
    const ground = { manifest: MANIFEST, policy: {}, claims, now, lane: caller.lane };
    const { verdict } = decideScan(text, ground, check);
    if (verdict.status === "admit") {
      draft((one) => letIn(caller, scanId, verdict, { draft: one, carried: new Map(), at: now }));
      if (lacks("stored-is-not-shown")) draft((one) => showLight(one, scanId, now));
    }
    answers.set(scanId, verdict);
    return verdict;
  }

  function acknowledge(gate: Gate): void {
    const heard = gate.unheard.splice(0);
    if (lacks("acknowledgements")) return;
    for (const scanId of heard) draft((one) => showLight(one, scanId, now));
  }

  function upload(gate: Gate): void {
    gate.alone = false;
    const rows = gate.rows.splice(0);
    if (lacks("uploads")) return;
    for (const { scanId, right, word } of rows) {
      const record = recordOf(scanId, gate.caller, { entry: word, signature: "0x" }, [right], now);
      draft((one) => mergeEntry(one, { ...record, shownAt: record.scannedAt }));
    }
  }

  function hear(gate: Gate): void {
    for (const [serial] of book.holders) {
      const claim = book.claimAt(serial);
      const own = gate.known.get(rightOf(serial));
      if (claim !== undefined && own?.device !== gate.caller.id) gate.known.set(rightOf(serial), claim);
    }
  }

  /** A fan holds the phone before a gate. Returns the light, or nothing if none appeared. */
  function present(fan: Fan, gate: Gate): "admit" | "again" | "refuse" | undefined {
    if (!gate.alive) return undefined;
    const issuedAt = Math.floor(now / ROTATE_SECONDS) * ROTATE_SECONDS + (fan.cheats ? gate.caller.lane : 0);
    const text = `${fan.index} ${issuedAt}`;
    let scanId = `scan ${scans++}`;
    let verdict: ReturnType<typeof hubScan> | undefined;
    let isByHub = true;
    if (!gate.alone && gate.connected && hubUp) {
      const diesBefore = chance(0.01);
      if (!diesBefore) {
        if (gate.rows.length > 0) upload(gate);
        acknowledge(gate);
        hear(gate);
        verdict = hubScan(scanId, text, gate);
      }
      if (chance(0.02)) {
        gate.alive = false;
        later.push({ at: now + 30, run: () => void Object.assign(gate, { alive: true }) });
        return undefined;
      }
      const isCrash = diesBefore || chance(0.02);
      if (isCrash) {
        hubUp = false;
        later.push({ at: now + 4, run: startHub });
      }
      if (isCrash || chance(0.06)) {
        const lost = verdict;
        verdict = undefined;
        if (lacks("scan-ids")) scanId = `scan ${scans++}`;
        if (!isCrash && chance(0.5)) {
          verdict = hubScan(scanId, text, gate);
          if (verdict.status !== lost?.status) answeredOtherwise++;
        } else gate.alone = true;
      }
    } else gate.alone = true;
    if (verdict === undefined) {
      isByHub = false;
      const ground = { manifest: MANIFEST, policy: {}, claims: gate.known, now, lane: gate.caller.lane, scanId };
      verdict = decideScan(text, ground, check).verdict;
    }
    if (verdict.status !== "admit") return verdict.status === "again" ? "again" : "refuse";
    const { entry } = verdict.admission;
    const record = recordOf(scanId, gate.caller, verdict.admission, verdict.rights, now);
    gate.known.set(rightOf(fan.index), { ...record, shown: true });
    if (isByHub) gate.unheard.push(scanId);
    else gate.rows.push({ scanId, right: unpackEntry(entry).rightId, word: entry });
    fan.lights.push(scanId);
    return "admit";
  }

  function meet(fan: Fan): void {
    if (!fan.cheats && fan.lights.length > 0) return;
    const gate = gates[fan.cheats ? pick(GATES) : fan.home];
    const light = gate && present(fan, gate);
    if (light === undefined) fan.home = pick(GATES);
    if (light === "refuse") fan.sawRed = true;
  }

  for (; clock < SECONDS; clock++) {
    now = clock;
    for (const due of later.filter(({ at }) => at <= now)) {
      later.splice(later.indexOf(due), 1);
      due.run();
    }
    const cut = gates[pick(GATES)];
    if (chance(0.01) && cut !== undefined) cut.connected = !cut.connected;
    for (const gate of gates) {
      if (!gate.alive || !gate.connected || !hubUp) continue;
      if (gate.alone && chance(0.3)) upload(gate);
      if (!gate.alone && chance(0.7)) acknowledge(gate);
      if (!gate.alone && chance(0.3)) hear(gate);
    }
    const fan = fans[pick(FANS)];
    if (fan !== undefined) meet(fan);
  }
  // Everything works again, and honest fans who are still outside try once more.
  hubUp = true;
  for (const gate of gates) {
    Object.assign(gate, { alive: true, connected: true });
    upload(gate);
    acknowledge(gate);
  }
  now = SECONDS + 60;
  for (const fan of fans) {
    const gate = gates[fan.home];
    if (gate !== undefined && !fan.cheats && fan.lights.length === 0) {
      hear(gate);
      const scanId = `scan ${scans++}`;
      const verdict = hubScan(scanId, `${fan.index} ${now}`, gate);
      if (verdict.status === "admit") {
        fan.lights.push(scanId);
        draft((one) => showLight(one, scanId, now));
      }
    }
  }

  const isAccused = ({ index }: Fan) => book.evidence.some(({ serial }) => serial === index);
  const honest = fans.filter(({ cheats }) => !cheats);
  const lights = fans.flatMap((fan) => fan.lights);
  return {
    lights: lights.length,
    honestRefused: honest.filter((fan) => fan.lights.length === 0).length,
    honestAccused: honest.filter(isAccused).length,
    extraNotFound: fans.filter((fan) => fan.lights.length > 1 && !isAccused(fan)).length,
    lightsWithoutRow: lights.filter((scanId) => !book.entries.has(scanId)).length,
    answeredOtherwise,
  };
}
