import { expect } from "chai";
import { openShow, type ShowWithGates } from "doorkey-test-support/show";
import { act, admissionOf, grant, strangerAt } from "../../test/helpers/acts.ts";
import { interfaces } from "../abi/contracts.ts";
import { revertedError } from "../abi/revertedError.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { createDeviceKey } from "../device/createDeviceKey.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { memoryKeys } from "../keys/memoryKeys.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import type { Manifest } from "../verdicts/Manifest.ts";
import { rightIn } from "../verdicts/rightIn.ts";
import type { GateJournal } from "./GateJournal.ts";
import { loadManifest } from "./loadManifest.ts";
import { memoryJournal } from "./memoryJournal.ts";
import { Settler } from "./Settler.ts";

describe("Settler", () => {
  let chain: TestChain;
  let show: ShowWithGates;
  let key: DeviceKey;
  let first: bigint;
  beforeEach(async () => {
    chain = await startTestChain();
    // Sold at the door, until half an hour before doors close.
    const schedule = { salesCloseAt: (await chain.clock.now()) + 30 * 86_400 + 3.5 * 3_600 };
    show = await openShow(chain, { transport: "relay", gates: true, schedule });
    key = await createDeviceKey({ event: show.event, store: memoryKeys() });
    first = await grant(show, Array(6).fill(key.address));
    await chain.clock.travelTo(show.doorsOpenAt);
  });
  afterEach(() => chain.close());

  async function settlerOf(change: Partial<Settler.Parameters> = {}) {
    const journal = memoryJournal();
    let manifest: Manifest = await loadManifest(show.gate, { eventId: show.eventId });
    const told: string[] = [];
    /** How many outcomes each report had. */
    const reports: number[] = [];
    const settler = new Settler({
      connect: async () => show.gate,
      journal,
      eventId: show.eventId,
      manifest: () => manifest,
      ...change,
      events: {
        renewed: async (newer) => {
          manifest = newer;
        },
        settled: (outcomes) => {
          reports.push(outcomes.length);
          told.push(...outcomes.map(({ status }) => status));
        },
        failed: (_, waiting) => told.push(`failed with ${waiting} waiting`),
        recovered: () => told.push("recovered"),
      },
    });
    return { settler, journal, told, reports, manifest: () => manifest };
  }

  const letIn = async (journal: GateJournal, index: number, scannedAt = show.doorsOpenAt) => {
    const rightId = first + BigInt(index);
    await journal.append({ ...(await admissionOf(key, { rightId, scannedAt })), rights: [rightId] });
  };

  it("settles what waits, once, and reports nothing while nothing waits", async () => {
    const { settler, journal, told, reports } = await settlerOf();
    expect(await settler.settle()).to.equal(true);
    for (const index of [3, 0]) await letIn(journal, index);
    expect(await settler.settle()).to.equal(true);
    expect(told).to.deep.equal(["admitted", "admitted"]);
    expect(await journal.pending()).to.deep.equal([]);
    expect(await settler.settle()).to.equal(true);
    expect([told.length, reports]).to.deep.equal([2, [2]]);
  });

  it("renews the manifest while entries wait, so that a ticket sold at the door gets in", async () => {
    const { settler, journal, manifest } = await settlerOf({ renewEvery: 0 });
    const sold = await grant(show, [key.address]);
    expect(rightIn(manifest(), sold)).to.equal(undefined);
    await letIn(journal, 0);
    expect(await settler.settle()).to.equal(true);
    expect(rightIn(manifest(), sold)?.status).to.equal("granted");
  });

  it("renews while the chain refuses its admissions, and delivers while it cannot renew", async () => {
    const stopped = await settlerOf({ renewEvery: 0 });
    await letIn(stopped.journal, 0);
    const { organizer, eventId, gate } = show;
    const gateAddress = await gate.signer.getAddress();
    await act(organizer, "EventRegistry", "setGate", [eventId, gateAddress, 0, 0]);
    const sold = await grant(show, [key.address]);
    expect(await stopped.settler.settle()).to.equal(false);
    expect(stopped.told).to.deep.equal(["failed with 1 waiting"]);
    expect(rightIn(stopped.manifest(), sold)?.status).to.equal("granted");

    await act(organizer, "EventRegistry", "setGate", [eventId, gateAddress, 1, 0]);
    const blind = await settlerOf({ renewEvery: 0, manifest: () => ({ ...stopped.manifest(), chainId: 1 }) });
    await letIn(blind.journal, 1);
    expect(await blind.settler.settle()).to.equal(false);
    expect(blind.told).to.deep.equal(["admitted", "failed with 0 waiting"]);
  });

  it("reports a failure once, and the recovery", async () => {
    let isAway = true;
    const { settler, journal, told } = await settlerOf({
      connect: async () => {
        if (isAway) throw new Error("the chain is away");
        return show.gate;
      },
    });
    await letIn(journal, 0);
    for (let i = 0; i < 3; i++) expect(await settler.settle()).to.equal(false);
    expect(told).to.deep.equal(["failed with 1 waiting"]);
    isAway = false;
    expect(await settler.settle()).to.equal(true);
    expect(told).to.deep.equal(["failed with 1 waiting", "admitted", "recovered"]);
  });

  it("reports a failure again once it is another one", async () => {
    const away = (why: string) => new Error(`the chain is away: ${why}`);
    const failures = [away("a"), away("a"), away("b"), away("a"), new DoorkeyError("CHAIN_UNREACHABLE")];
    let next = 0;
    const { settler, journal, told } = await settlerOf({ connect: () => Promise.reject(failures[next++]) });
    const reports: number[] = [];
    for (const [i] of failures.entries()) {
      await letIn(journal, i);
      await settler.settle();
      reports.push(told.length);
    }
    expect(reports).to.deep.equal([1, 1, 2, 3, 4]);
    expect(told).to.deep.equal([1, 3, 4, 5].map((waiting) => `failed with ${waiting} waiting`));
  });

  it("reports a failure once though its details differ, and again if the contracts refuse for another reason", async () => {
    const reverted = (name: "GateOnly" | "DoorsNotOpen", ...args: unknown[]) =>
      revertedError({ data: interfaces.EventRegistry.encodeErrorResult(name, [show.eventId, ...args]) });
    const notGate = reverted("GateOnly", strangerAt(1), false);
    const failures = [
      new DoorkeyError("CHAIN_UNREACHABLE", { details: ["the first node"] }),
      new DoorkeyError("CHAIN_UNREACHABLE", { details: ["the second node"] }),
      notGate,
      notGate,
      reverted("DoorsNotOpen", show.doorsOpenAt),
    ];
    let next = 0;
    const { settler, told } = await settlerOf({ connect: () => Promise.reject(failures[next++]) });
    const reports: number[] = [];
    for (const _ of failures) {
      await settler.settle();
      reports.push(told.length);
    }
    expect(reports).to.deep.equal([1, 1, 2, 2, 3]);
  });

  it("works on one round at a time", async () => {
    let connections = 0;
    const { settler, journal, told } = await settlerOf({
      connect: async () => {
        connections++;
        return show.gate;
      },
    });
    await letIn(journal, 0);
    expect(await Promise.all([settler.settle(), settler.settle()])).to.deep.equal([true, true]);
    expect([connections, told]).to.deep.equal([1, ["admitted"]]);
    await settler.settle();
    expect(connections, "the connection stays").to.equal(1);
  });

  it("renews after its interval, and not before", async () => {
    let renewals = 0;
    const journal = memoryJournal();
    const manifest = await loadManifest(show.gate, { eventId: show.eventId });
    const events = { renewed: async () => void renewals++, settled: () => {}, failed: () => {}, recovered: () => {} };
    const common = { connect: async () => show.gate, journal, eventId: show.eventId, manifest: () => manifest, events };
    const rare = new Settler({ ...common, renewEvery: 3_600_000 });
    for (let i = 0; i < 3; i++) await rare.settle();
    expect(renewals).to.equal(1);
    const often = new Settler({ ...common, renewEvery: 0 });
    for (let i = 0; i < 3; i++) await often.settle();
    expect(renewals).to.equal(4);
  });

  it("is not made without its parts", () => {
    const manifest = () => expect.fail("it is not asked for");
    const good = { connect: async () => show.gate, journal: memoryJournal(), eventId: 1, manifest, events: {} };
    expect(() => new Settler(good as never)).not.to.throw();
    const { events: _, ...bare } = good;
    for (const wrong of [undefined, {}, bare, { ...good, eventId: -1 }, { ...good, renewEvery: -1 }]) {
      expect(() => new Settler(wrong as never))
        .to.throw()
        .with.property("code", "VALUE_INVALID");
    }
  });
});
