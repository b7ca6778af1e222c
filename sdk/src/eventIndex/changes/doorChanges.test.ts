import { expect } from "chai";
import { openShow, type ShowWithGates } from "doorkey-test-support/show";
import { encodeBytes32String } from "ethers";
import { act, addressOf, admissionOf, grant } from "../../../test/helpers/acts.ts";
import { expectSameIndex } from "../../../test/helpers/expectSameIndex.ts";
import { createDeviceKey } from "../../device/createDeviceKey.ts";
import { admitEntries } from "../../gate/admitEntries.ts";
import { admitRightsByHand } from "../../gate/admitRightsByHand.ts";
import type { DeviceKey } from "../../keys/DeviceKey.ts";
import { memoryKeys } from "../../keys/memoryKeys.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { conductOf } from "../conductOf.ts";
import { followSuite } from "../followSuite.ts";
import type { IndexState } from "../IndexState.ts";
import { indexedRight } from "../indexedRight.ts";
import { eventIn } from "../lookUp.ts";

const NO_REASON = `0x${"00".repeat(32)}`;

describe("an index of admissions", () => {
  let chain: TestChain;
  let show: ShowWithGates;
  let key: DeviceKey;
  let first: bigint;
  before(async () => {
    chain = await startTestChain();
  });
  beforeEach(async () => {
    show = await openShow(chain, { gates: true });
    key = await createDeviceKey({ kind: "secp256k1", event: show.event, store: memoryKeys() });
    first = await grant(show, Array(12).fill(key.address));
    await act(show.agent, "EntryRightRegistry", "revoke", [[first + 1n, first + 3n], NO_REASON]);
    await chain.clock.travelTo(show.doorsOpenAt);
  });
  after(() => chain.close());

  async function stateNow(): Promise<IndexState> {
    const reader = await chain.connect();
    const index = await followSuite(reader);
    await index.catchUp();
    await expectSameIndex(reader, index.state);
    return index.state;
  }

  const admissionsIn = (state: IndexState) =>
    eventIn(state, show.eventId).admissions.map((admission) => ({
      ...admission,
      transactionHash: undefined,
      blockNumber: undefined,
      index: undefined,
    }));
  const statusesIn = (state: IndexState) =>
    Array.from({ length: 12 }, (_, i) => indexedRight(state, { rightId: first + BigInt(i) })?.status);
  const nowhere = { transactionHash: undefined, blockNumber: undefined, index: undefined };

  it("has the rights of an entry that were admitted, without those that were refused", async () => {
    const { eventId, gate, agentId, doorsOpenAt: scannedAt } = show;
    // Rights 1 and 3 of these five are void.
    const admission = await admissionOf(key, { rightId: first, count: 5, scannedAt });
    await admitEntries(gate, { eventId, admissions: [admission] });
    const state = await stateNow();
    const { entry } = admission;
    const by = { gate: addressOf(gate), ...nowhere };
    expect(admissionsIn(state)).to.have.deep.members([
      { status: "refused", rights: [first + 1n], reason: "RightVoid", ...by },
      { status: "refused", rights: [first + 3n], reason: "RightVoid", ...by },
      { status: "admitted", rights: [first, first + 2n, first + 4n], entry, ...by },
    ]);
    const admitted = ["admitted", "void", "admitted", "void", "admitted", ...Array(7).fill("granted")];
    expect(statusesIn(state)).to.deep.equal(admitted);
    expect(conductOf(state, { agentId })).to.include({ granted: 12, admitted: 3, revoked: 2, refused: 0 });
  });

  it("has all rights of an entry, up to eight", async () => {
    const { eventId, gate, doorsOpenAt: scannedAt } = show;
    const admission = await admissionOf(key, { rightId: first + 4n, count: 8, scannedAt });
    await admitEntries(gate, { eventId, admissions: [admission] });
    expect(admissionsIn(await stateNow()).map(({ rights }) => rights)).to.deep.equal([
      Array.from({ length: 8 }, (_, i) => first + 4n + BigInt(i)),
    ]);
  });

  it("has the log's place of each admission, and the desk's reason for those by hand", async () => {
    const { eventId, desk, agentId, doorsOpenAt: scannedAt } = show;
    await admitRightsByHand(desk, { eventId, rightIds: [first, first + 1n], scannedAt, reason: "phone broken" });
    const last = await admitRightsByHand(desk, { eventId, rightIds: [first + 2n], scannedAt, reason: "wet phone" });
    const state = await stateNow();
    const { admissions, byHand } = eventIn(state, eventId);
    const gate = addressOf(desk);
    expect(admissionsIn(state)).to.deep.equal([
      { status: "by-hand", rights: [first], scannedAt, reason: encodeBytes32String("phone broken"), gate, ...nowhere },
      { status: "refused", rights: [first + 1n], reason: "RightVoid", gate, ...nowhere },
      {
        status: "by-hand",
        rights: [first + 2n],
        scannedAt,
        reason: encodeBytes32String("wet phone"),
        gate,
        ...nowhere,
      },
    ]);
    expect(admissions.map(({ index }) => index)).to.deep.equal([0, 1, 0]);
    expect(admissions.at(-1)).to.include({
      transactionHash: last.transaction.hash,
      blockNumber: last.transaction.blockNumber,
    });
    expect([...byHand]).to.deep.equal([[gate, 2]]);
    expect(conductOf(state, { agentId }).admitted).to.equal(2);
  });

  it("has proofs for rights that were admitted before, which admit nothing", async () => {
    const { eventId, gate, desk, doorsOpenAt: scannedAt } = show;
    const entry = await admissionOf(key, { rightId: first, scannedAt });
    const second = await admissionOf(key, { rightId: first, scannedAt: scannedAt + 60 });
    const byHand = await admissionOf(key, { rightId: first + 2n, scannedAt });
    await admitEntries(gate, { eventId, admissions: [entry] });
    await admitRightsByHand(desk, { eventId, rightIds: [first + 2n], scannedAt, reason: "phone broken" });
    await admitEntries(gate, { eventId, admissions: [entry, second, byHand] });
    const state = await stateNow();
    expect(admissionsIn(state).map(({ status, rights }) => [status, rights])).to.deep.equal([
      ["admitted", [first]],
      ["by-hand", [first + 2n]],
      ["already", [first]],
      ["already", [first]],
      ["contested", [first + 2n]],
    ]);
    expect(conductOf(state, { agentId: show.agentId }).admitted).to.equal(2);
    expect(statusesIn(state).filter((status) => status === "admitted")).to.have.length(2);
  });
});
