import { expect } from "chai";
import type { Address, Hex } from "doorkey/buyer";
import { drawCall, type WireDrawAct } from "doorkey/relay";
import { toBeHex, ZeroHash } from "ethers";
import {
  fateOf,
  type IntakeChange,
  intakeOver,
  KEYED,
  KEYLESS,
  NOW,
  presetConfig,
  refusalOf,
} from "../../test/helpers/intakeParts.ts";
import { random } from "../../test/helpers/newRequests.ts";
import { useStorage } from "../../test/helpers/useStorage.ts";
import { drawContractsOf } from "../policy/SuiteAddresses.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import { requestRow } from "../storage/index.ts";
import { admitDrawActs } from "./admitDrawActs.ts";
import type { Caller } from "./Intake.ts";
import type { Answer } from "./Item.ts";
import type { KnownDraw } from "./intakeChain.ts";

const DAY = 86_400;
const contracts = drawContractsOf(presetConfig.chain.contracts);
const HOLDER = random(20) as Address;
const settle = (classId = 1, eventId = 7): WireDrawAct => ({ act: "settle", eventId, classId });
const hold = (classId = 1): WireDrawAct => ({ act: "hold", eventId: 7, classId });
const entrant = { eventId: 7, classId: 1, agentId: 3, holder: HOLDER, evidence: "0x12" as Hex };
const prove = (round: number): WireDrawAct => ({
  act: "prove",
  eventId: 7,
  classId: 1,
  round,
  signature: `0x${"22".repeat(96)}`,
});
const draw: KnownDraw = { round: 5, isProven: false, window: 800, deadline: NOW, keepUntil: NOW };

describe("admitDrawActs", () => {
  const storage = useStorage();

  const admitAll = (acts: readonly WireDrawAct[], change: IntakeChange = {}, caller: Caller = KEYLESS) =>
    admitDrawActs(intakeOver(storage.db, HOLDER, change), caller, acts);
  const fate = async (act: WireDrawAct, ...rest: [IntakeChange?, Caller?]) =>
    fateOf((await admitAll([act], ...rest))[0]);
  const rowOf = (answer: Answer | undefined) => requestRow(storage.db, answer?.digest ?? "0x");

  it("stores what it accepts for an hour, with a fifth more gas than was measured", async () => {
    const act: WireDrawAct = { act: "accept", ...entrant };
    const [answer] = await admitAll([act]);
    expect(fateOf(answer)).to.equal("queued");
    const row = await rowOf(answer);
    const call = drawCall(contracts ?? expect.fail("the suite has draws"), [act]);
    expect(row).to.deep.include({
      ...{
        kind: "act",
        state: "queued",
        nonce: null,
        gas: 60_000,
        deadline: NOW + 3_600,
        sponsor: "zepp",
        payload: act,
      },
      ...{ from_address: HOLDER, to_address: call.to.toLowerCase(), selector: call.data.slice(0, 10), priority: 1 },
    });
    expect(row?.event_ids).to.deep.equal([7]);
    const [later] = await admitAll([settle()], { chain: { blockTime: async () => NOW + 9 } });
    expect((await rowOf(later))?.deadline).to.equal(NOW + 3_609);
  });

  it("keeps apart what different acts are for, and counts the same act within a minute once", async () => {
    const answers = await admitAll([settle(1), settle(2), settle(1)]);
    expect(answers.map(fateOf)).to.deep.equal(["queued", "queued", "queued"]);
    expect(answers[2]?.digest).to.equal(answers[0]?.digest);
    const rows = await Promise.all(answers.map(rowOf));
    expect(rows[0]?.from_address).not.to.equal(rows[1]?.from_address);
    const again = async (seconds: number) => {
      const intake = { ...intakeOver(storage.db, HOLDER), now: () => new Date((NOW + seconds) * 1_000) };
      return (await admitDrawActs(intake, KEYLESS, [settle(1)]))[0]?.digest;
    };
    // The time of the tests begins a minute.
    expect(await again(59)).to.equal(answers[0]?.digest);
    expect(await again(60)).not.to.equal(answers[0]?.digest);
  });

  it("is refused where the suite has no draws", async () => {
    const { Ballot: _, ...without } = presetConfig.chain.contracts;
    const chain = { ...presetConfig.chain, contracts: without };
    const error: unknown = await admitAll([settle()], { config: { chain } }).catch((reason) => reason);
    expect(error).to.be.instanceOf(ProblemError).with.property("code", "TARGET_NOT_SPONSORED");
  });

  it("is paid for by the sponsor of the key, or by the organizer's", async () => {
    expect(await fate(settle(1), {}, KEYED)).to.equal("queued");
    expect(await fate(settle(1, 8))).to.equal("KEY_MISSING");
    expect(await fate(settle(1, 8), {}, KEYED)).to.equal("ARGUMENTS_NOT_SPONSORED");
    expect(await fate(settle(3), {}, { ...KEYED, keyHash: "another" })).to.equal("KEY_UNKNOWN");
  });

  it("takes no act that fails, and none that takes more gas than is sponsored", async () => {
    const failure = { success: false, why: "reverts", revertData: "0x12345678" } as const;
    expect(await fate(settle(1), { chain: { tryAct: async () => failure } })).to.equal("CALL_REVERTS");
    expect(await fate(settle(1), { chain: { measureAct: async () => failure } })).to.equal("CALL_REVERTS");
    const measuring = (gas: bigint): IntakeChange => ({ chain: { measureAct: async () => ({ success: true, gas }) } });
    // The preset pays for twelve million at the ballot.
    expect(await fate(settle(2), measuring(10_000_000n))).to.equal("queued");
    expect(await fate(settle(3), measuring(10_000_001n))).to.equal("GAS_TOO_HIGH");
  });

  it("takes an acceptance only if the ballot says that it keeps a place", async () => {
    const says = (data: string): IntakeChange => ({
      chain: { tryAct: async () => ({ success: true, data: data as Hex }) },
    });
    const accept: WireDrawAct = { act: "accept", ...entrant };
    for (const nothing of [ZeroHash, "0x", "0x01"])
      expect(await fate(accept, says(nothing)), nothing).to.equal("ACT_INVALID");
    expect(await fate(settle(1), says("0x"))).to.equal("queued");
    expect(await fate(accept, says(toBeHex(2, 32)))).to.equal("queued");
  });

  it("takes only the round that the draw needs, and only until the chain has it", async () => {
    const of = (change: Partial<KnownDraw>): IntakeChange => ({
      chain: { drawOf: async () => ({ ...draw, ...change }) },
    });
    const [other] = await admitAll([prove(6)], of({}));
    expect(refusalOf(other)).to.deep.equal(["ACT_INVALID", "The draw needs round 5."]);
    const [known] = await admitAll([prove(5)], of({ isProven: true }));
    expect(refusalOf(known)).to.deep.equal(["ACT_INVALID", "The chain has round 5 already."]);
    expect(await fate(prove(5), of({}), KEYED)).to.equal("queued");
  });

  it("takes a hold that gains an eighth of the window, or of a day until places are kept", async () => {
    const of = (deadline: number, keepUntil: number): IntakeChange => ({
      chain: { drawOf: async () => ({ ...draw, window: 800, deadline, keepUntil }) },
    });
    const farAway = NOW + 10 * DAY;
    // A hold moves the deadline to 800 seconds from now.
    expect(await fate(hold(1), of(NOW + 700, farAway))).to.equal("queued");
    expect(await fate(hold(2), of(NOW + 701, farAway))).to.equal("ACT_INVALID");
    expect(await fate(hold(3), of(farAway, NOW + (DAY * 7) / 8))).to.equal("queued");
    expect(await fate(hold(4), of(farAway, NOW + (DAY * 7) / 8 + 1))).to.equal("ACT_INVALID");
    // Other acts do not ask for that.
    expect(await fate(settle(5), of(farAway, farAway))).to.equal("queued");
  });

  it("counts each holder, and refuses what is paused", async () => {
    const appeals = ["0x12", "0x34"].map(
      (evidence): WireDrawAct => ({ act: "appeal", ...entrant, evidence: evidence as Hex }),
    );
    const answers = await admitAll(appeals, { perSender: 1 });
    expect(answers.map(fateOf).sort()).to.deep.equal(["RATE_LIMITED", "queued"]);
    expect(await fate(settle(9), { state: { paused: new Set(["all"]) } })).to.equal("RELAY_PAUSED");
  });
});
