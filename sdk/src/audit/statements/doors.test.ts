import { expect } from "chai";
import { openShow, type ShowWithGates } from "doorkey-test-support/show";
import { liedTo } from "../../../test/audit/audited.ts";
import { otherArguments, otherLogs, withoutLog } from "../../../test/audit/lies.ts";
import { act, admissionOf, type EntryChange, grant } from "../../../test/helpers/acts.ts";
import { auditPart, notesOf, notHolding } from "../../../test/helpers/auditPart.ts";
import { contractAccount } from "../../../test/helpers/contractAccount.ts";
import { softPasskey } from "../../../test/helpers/softPasskey.ts";
import { interfaces } from "../../abi/contracts.ts";
import type { RightId } from "../../core/RightId.ts";
import { createDeviceKey } from "../../device/createDeviceKey.ts";
import { admitEntries } from "../../gate/admitEntries.ts";
import { admitRightsByHand } from "../../gate/admitRightsByHand.ts";
import type { DeviceKey } from "../../keys/DeviceKey.ts";
import { memoryKeys } from "../../keys/memoryKeys.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { packSignatures } from "../../verdicts/packSignatures.ts";
import { doors } from "./doors.ts";

const [RED, BLUE] = ["0x1111111111111111", "0x2222222222222222"] as const;

describe("an audit of the doors", () => {
  let chain: TestChain;
  let show: ShowWithGates;
  let keys: readonly DeviceKey[];
  let first: RightId;
  let start: number;

  before(async () => {
    chain = await startTestChain();
  });
  after(() => chain.close());

  /** A show whose doors are open, with 30 rights of three keys in turn. */
  async function openDoors(): Promise<void> {
    show = await openShow(chain, { gates: true });
    const { event } = show;
    const store = memoryKeys();
    keys = [
      await createDeviceKey({ kind: "secp256k1", event, store }),
      await createDeviceKey({ kind: "p256", event, store }),
      await softPasskey(event),
    ];
    first = await grant(
      show,
      Array.from({ length: 30 }, (_, i) => keyOf(i).address),
    );
    start = show.doorsOpenAt + 60;
    await chain.clock.travelTo(start);
  }
  const keyOf = (n: number) => keys[n % 3] as DeviceKey;
  const entry = (n: number, change: Partial<EntryChange> = {}) =>
    admissionOf(keyOf(n), { rightId: first + BigInt(n), scannedAt: start + n, ...change });
  const admit = async (by: "gate" | "desk", entries: readonly ReturnType<typeof entry>[]) =>
    admitEntries(show[by], { eventId: show.eventId, admissions: await Promise.all(entries) });
  const audit = (options?: auditPart.Options) => auditPart(doors, show.gate, show.eventId, options);
  const auditOf = async (lie: Parameters<typeof liedTo>[1]) => auditPart(doors, await liedTo(chain, lie), show.eventId);

  describe("that went as they should", () => {
    before(async () => {
      await openDoors();
      // Delivered again, shown again with a newer code, and refused.
      await admit("gate", [...Array.from({ length: 25 }, (_, n) => entry(n)), entry(0)]);
      await admit("desk", [entry(1, { scannedAt: start + 300, lane: 2 })]);
      await admit("gate", [entry(26, { scannedAt: show.doorsCloseAt }), entry(2, { rightId: first + 27n })]);
      await admitRightsByHand(show.desk, {
        eventId: show.eventId,
        rightIds: [first + 28n],
        scannedAt: start,
        reason: "flat battery",
      });
      await admit("gate", [entry(28, { scannedAt: start + 400 })]);
    });

    it("hold, with every kind of key", async () => {
      const found = await audit();
      expect(notHolding(found)).to.deep.equal({});
      expect(found["doors.signed"]?.figures).to.deep.equal({ entries: 28, checked: 28 });
      expect(found["doors.twice"]?.figures).to.include({ retries: 1, presentations: 1, atTwoGates: 0 });
      expect(found["doors.refusals"]?.figures).to.deep.equal({ refused: 2, OutsideDoors: 1, BadSignature: 1 });
      expect(found["doors.byHand"]?.figures).to.include({ admitted: 26, byHand: 1, contested: 1 });
      const [admissions] = found["doors.gates"]?.tables ?? [];
      const lanes = admissions?.rows.map(([, lane, rights]) => [String(lane).replace(/ at .*/, ""), rights]);
      expect(lanes).to.deep.equal([
        ["1", 25],
        ["by hand", 1],
      ]);
    });

    it("are unknown where a sample leaves signatures out", async () => {
      const found = await audit({ sample: 7 });
      expect(notHolding(found)).to.deep.equal({ "doors.signed": "unknown" });
      expect(found["doors.signed"]?.figures).to.include({ entries: 28, checked: 7 });
    });

    it("are false if the holder of a right is another than the one who signed", async () => {
      const found = await auditOf(
        otherLogs("EntryRightRegistry", "RightsGranted", (log, args) => [
          { ...log, ...swappedRecords(args as never as { readonly [name: string]: unknown }, keyOf(1).address) },
        ]),
      );
      expect(found["doors.signed"]?.verdict).to.equal("false");
      expect(notesOf(found["doors.signed"])).to.include("The holder of the right did not sign the entry.");
    });

    it("are false if a log has an entry that no gate delivered", async () => {
      const { entry: word } = await entry(0, { lane: 9 });
      const found = await auditOf(otherArguments("EntryRightRegistry", "Admitted", 0, { entry: word }));
      expect(notHolding(found)).to.deep.equal({ "doors.signed": "false" });
      expect(notesOf(found["doors.signed"])).to.deep.equal(["No call of the transaction delivers this entry."]);
    });

    it("are false if the key that admitted was no gate", async () => {
      const found = await auditOf(withoutLog("EventRegistry", "GateSet", 0));
      expect(notHolding(found)).to.deep.equal({ "doors.gates": "false" });
      expect(notesOf(found["doors.gates"])[0]).to.equal("The key that admitted was no gate of the event then.");
    });

    it("are false if a desk admitted more by hand than its limit", async () => {
      const found = await auditOf(otherArguments("EventRegistry", "GateSet", 1, { byHandLimit: 0n }));
      expect(notesOf(found["doors.gates"])).to.deep.equal(["The desk admitted more rights by hand than its limit."]);
    });

    it("are false if an admission was scanned outside of doors, or with clocks apart", async () => {
      const early = await entry(3, { scannedAt: show.doorsOpenAt - 1 });
      const apart = await entry(4, { issuedAt: start - 597 });
      const good = await entry(4, { issuedAt: start - 596 });
      const timesOf = async (word: bigint) => {
        const found = await auditOf(otherArguments("EntryRightRegistry", "Admitted", 0, { entry: word }));
        return notesOf(found["doors.times"]);
      };
      expect(await timesOf(early.entry)).to.deep.equal(["It was scanned before doors opened."]);
      expect(await timesOf(apart.entry)).to.deep.equal(["The clocks of holder and gate were too far apart."]);
      expect(await timesOf(good.entry)).to.deep.equal([]);
    });

    it("are false if a right was admitted twice", async () => {
      const { entry: word } = await entry(0);
      const found = await auditOf(otherArguments("EntryRightRegistry", "Admitted", 1, { entry: word }));
      expect(notesOf(found["doors.once"])).to.include("The right was admitted a second time.");
    });
  });

  describe("with something unusual", () => {
    it("flags a right that was shown at two gates on their challenges, once it is above the threshold", async () => {
      await openDoors();
      await admit("gate", [entry(0, { challenge: RED })]);
      await admit("gate", [entry(0, { challenge: RED, scannedAt: start + 9 })]);
      expect(notHolding(await audit())).to.deep.equal({});
      await admit("desk", [entry(0, { challenge: BLUE, scannedAt: start + 9 })]);
      expect(notHolding(await audit())).to.deep.equal({ "doors.twice": "flag" });
      expect(notHolding(await audit({ thresholds: { twoGatePresentations: 1 } }))).to.deep.equal({});
    });

    it("flags a desk above its share by hand", async () => {
      await openDoors();
      await admit(
        "gate",
        Array.from({ length: 19 }, (_, n) => entry(n)),
      );
      const byHand = { eventId: show.eventId, scannedAt: start, reason: "flat battery" };
      await admitRightsByHand(show.desk, { ...byHand, rightIds: [first + 20n] });
      expect(notHolding(await audit())).to.deep.equal({});
      await admitRightsByHand(show.desk, { ...byHand, rightIds: [first + 21n] });
      expect(notHolding(await audit())).to.deep.equal({ "doors.byHand": "flag" });
      expect(notHolding(await audit({ thresholds: { byHandPercent: 9.52 } }))).to.deep.equal({});
    });

    it("flags a lane with more entries in a second than the threshold", async () => {
      await openDoors();
      const together = { scannedAt: start };
      await admit("gate", [entry(0, together), entry(1, together), entry(2, { ...together, lane: 2 })]);
      expect(notHolding(await audit())).to.deep.equal({});
      await admit("gate", [entry(3, together)]);
      expect(notHolding(await audit())).to.deep.equal({ "doors.speed": "flag" });
      expect(notesOf((await audit())["doors.speed"])).to.deep.equal([
        `Lane 1 admitted 3 entries in the second ${start}.`,
      ]);
    });

    it("does not know what a gate delivered through a contract account, and knows the rest", async () => {
      await openDoors();
      const account = await contractAccount({ ...show.gate });
      await act(show.organizer, "EventRegistry", "setGate", [show.eventId, account.address, 1, 0]);
      await admit("gate", [entry(0)]);
      const [one, two] = [await entry(1), await entry(2)];
      const signatures = packSignatures([one.signature, two.signature]);
      await account.act("EntryRightRegistry", "admit", [show.eventId, [one.entry, two.entry], signatures]);
      const found = await audit();
      expect(notHolding(found)).to.deep.equal({ "doors.signed": "unknown" });
      expect(found["doors.signed"]).to.include({ unchecked: 2 });
      expect(notesOf(found["doors.signed"])[0]).to.equal("The proof cannot be read: a contract account made the call.");
      expect(found["doors.signed"]?.figures).to.include({ entries: 3, checked: 1 });
    });

    it("does not know what is in a transaction that the node does not have", async () => {
      await openDoors();
      await admit("gate", [entry(0)]);
      const found = await auditOf(({ method }, answer) => (method === "eth_getTransactionByHash" ? null : answer));
      expect(notHolding(found)).to.deep.equal({ "doors.signed": "unknown" });
    });
  });

  function swappedRecords(args: { readonly [name: string]: unknown }, holder: string) {
    const records = `0x${holder.slice(2).repeat(30)}`;
    return interfaces.EntryRightRegistry.encodeEventLog("RightsGranted", [
      args.eventId as bigint,
      args.agentId as bigint,
      args.first as bigint,
      args.head as bigint,
      records,
    ]);
  }
});
