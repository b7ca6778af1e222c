import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import { expect } from "chai";
import { openShow, type ShowWithGates } from "doorkey-test-support/show";
import { refusalOf, TRANSPORTS } from "doorkey-test-support/transports";
import { Wallet } from "ethers";
import { act, addressOf, admissionOf, grant } from "../../test/helpers/acts.ts";
import { interfaces } from "../abi/contracts.ts";
import type { Connection } from "../chain/Connection.ts";
import { unpackEntry } from "../core/Entry.ts";
import { packRightId, unpackRightId } from "../core/RightId.ts";
import { createDeviceKey } from "../device/createDeviceKey.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { memoryKeys } from "../keys/memoryKeys.ts";
import type { Relay } from "../relay/Relay.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { admitEntries } from "./admitEntries.ts";
import type { GateJournal, JournaledAdmission } from "./GateJournal.ts";
import { gateJournalFile } from "./gateJournalFile.ts";
import { memoryJournal } from "./memoryJournal.ts";

const DEATH = "the process died";
/** Enough for two calls. */
const GUESTS = 300;

for (const transport of TRANSPORTS) {
  describe(`admitEntries with a journal, ${transport}`, () => {
    const folder = mkdtempSync(joinPath(tmpdir(), "doorkey-admit-"));
    let chain: TestChain;
    let show: ShowWithGates;
    let key: DeviceKey;
    let path: string;
    let files = 0;
    let restore: () => Promise<void>;
    let rows: readonly JournaledAdmission[];
    before(async () => {
      chain = await startTestChain();
      show = await openShow(chain, { transport, gates: true });
      key = await createDeviceKey({ kind: "secp256k1", event: show.event, store: memoryKeys() });
      const first = await grant(show, Array(GUESTS).fill(key.address));
      await chain.clock.travelTo(show.doorsOpenAt);
      rows = await Promise.all(
        Array.from({ length: GUESTS }, async (_, i) => {
          const rightId = first + BigInt(i);
          return { ...(await admissionOf(key, { rightId, scannedAt: show.doorsOpenAt })), rights: [rightId] };
        }),
      );
    });
    beforeEach(async () => {
      restore = await chain.snapshot();
      path = joinPath(folder, `${files++}.jsonl`);
      const journal = await gateJournalFile(path);
      for (const row of rows) await journal.append(row);
      await journal.close();
    });
    afterEach(() => restore());
    after(async () => {
      await chain.close();
      rmSync(folder, { recursive: true });
    });

    /** One life of a gate: it opens its journal, delivers what is pending, and settles that. */
    async function live(
      wrap: (journal: GateJournal) => GateJournal = (one) => one,
      connection: Connection = show.gate,
    ) {
      const journal = await gateJournalFile(path);
      try {
        const mortal = wrap(journal);
        const admissions = await journal.pending();
        const outcomes = await admitEntries(connection, {
          ...{ eventId: show.eventId, admissions, journal: mortal },
          concurrency: 1,
        });
        await mortal.settle(outcomes);
        return outcomes;
      } finally {
        await journal.close();
      }
    }
    const deathOf = (life: Promise<unknown>) =>
      life.then(
        () => "none",
        ({ message }) => message,
      );

    /** How often the chain was asked to admit each right: once each, if no call was paid for twice. */
    async function expectPaidOnce(): Promise<void> {
      const filter = { address: show.event.rightsRegistry, fromBlock: 0, toBlock: "latest" };
      const names = (await chain.provider.getLogs(filter))
        .map((log) => interfaces.EntryRightRegistry.parseLog(log)?.name ?? "")
        .filter((name) => /Admitted|AdmissionRefused/.test(name));
      expect(names).to.deep.equal(Array(GUESTS).fill("Admitted"));
      const journal = await gateJournalFile(path);
      expect([await journal.pending(), await journal.calls()]).to.deep.equal([[], []]);
      await journal.close();
    }

    it("admits each right once, and settles the journal", async () => {
      const outcomes = await live();
      expect(outcomes.map(({ status }) => status)).to.deep.equal(Array(GUESTS).fill("admitted"));
      await expectPaidOnce();
    });

    it("keeps a call before it is sent", async () => {
      const seen: boolean[] = [];
      const before = await chain.provider.getBlockNumber();
      await live((journal) => ({
        ...journal,
        keepCall: async (call) => {
          await journal.keepCall(call);
          seen.push((await chain.provider.getBlockNumber()) === before + seen.length);
        },
      }));
      expect(seen).to.deep.equal([true, true]);
    });

    for (const number of [1, 2]) {
      for (const when of ["before", "after"] as const) {
        it(`pays once if the process dies ${when} call ${number} is in the journal`, async () => {
          let count = 0;
          const dying = (journal: GateJournal): GateJournal => ({
            ...journal,
            keepCall: async (call) => {
              if (++count < number) return journal.keepCall(call);
              if (count === number && when === "after") await journal.keepCall(call);
              throw new Error(DEATH);
            },
            settle: async () => {
              throw new Error(DEATH);
            },
          });
          expect(await deathOf(live(dying))).to.equal(DEATH);
          await live();
          await expectPaidOnce();
        });
      }
    }

    it("pays once if the answer is lost and the process dies", async () => {
      const outcomes = await live((journal) => ({ ...journal, settle: async () => {} }), deaf()).catch(() => []);
      for (const { status } of outcomes) expect(status).to.be.oneOf(["admitted", "undecided"]);
      expect((await live()).map(({ status }) => status)).to.deep.equal(Array(GUESTS).fill("admitted"));
      await expectPaidOnce();
    });

    it("pays once if the process dies after the receipt, before the outcomes are settled", async () => {
      const unsettled = (journal: GateJournal): GateJournal => ({
        ...journal,
        settle: async () => {
          throw new Error(DEATH);
        },
      });
      expect(await deathOf(live(unsettled))).to.equal(DEATH);
      expect((await live()).map(({ status }) => status)).to.deep.equal(Array(GUESTS).fill("admitted"));
      await expectPaidOnce();
    });

    it("pays once if it is run again and again, and if two runs overlap", async () => {
      const journal = memoryJournal();
      for (const row of rows) await journal.append(row);
      const admissions = await journal.pending();
      const run = () => admitEntries(show.gate, { eventId: show.eventId, admissions, journal });
      const [first, second] = await Promise.all([run(), run()]);
      expect(await run()).to.deep.equal(first);
      expect(second).to.deep.equal(first);
      const journaled = await gateJournalFile(path);
      await journaled.settle(first);
      await journaled.close();
      await expectPaidOnce();
    });

    it("gives the first outcome of an admission that two calls carry", async () => {
      const journal = memoryJournal();
      const admissions = rows.slice(0, 2);
      const run = (one: GateJournal) => admitEntries(show.gate, { eventId: show.eventId, admissions, journal: one });
      const first = await run(journal);
      const second = await run({ ...journal, calls: async () => [] });
      expect(second.map(({ status }) => status)).to.deep.equal(["already", "already"]);
      expect(await run(journal)).to.deep.equal(first);
    });

    /** A journal in which the process dies once it has a call. */
    const dying = (journal: GateJournal): GateJournal => ({
      ...journal,
      keepCall: async (call) => {
        await journal.keepCall(call);
        throw new Error(DEATH);
      },
    });

    it("signs no call again for admissions that it is not asked for", async () => {
      const journal = memoryJournal();
      const { eventId, gate } = show;
      const two = rows.slice(0, 2);
      expect(await deathOf(admitEntries(gate, { eventId, admissions: two, journal: dying(journal) }))).to.equal(DEATH);
      await chain.clock.travelTo((await chain.clock.now()) + 27 * 3_600);
      const outcomes = await admitEntries(gate, { eventId, admissions: two.slice(1), journal });
      expect(outcomes.map(({ status }) => status)).to.deep.equal(["admitted"]);
      expect((await journal.calls()).map(({ admissions }) => admissions.length)).to.deep.equal([2, 1]);
    });

    it("signs again, later, what is dead because its deadline passed", async () => {
      expect(await deathOf(live(dying))).to.equal(DEATH);
      await chain.clock.travelTo((await chain.clock.now()) + 27 * 3_600);
      await live();
      await expectPaidOnce();
    });

    it("gives copies of one admission one outcome", async () => {
      const journal = memoryJournal();
      const [row] = rows as [JournaledAdmission];
      const admissions = [row, { ...row }];
      const outcomes = await admitEntries(show.gate, { eventId: show.eventId, admissions, journal });
      expect(outcomes.map(({ status }) => status)).to.deep.equal(["admitted", "admitted"]);
      for (const [i, { admission }] of outcomes.entries()) expect(admission).to.equal(admissions[i]);
    });

    it("leaves admissions undecided while the key is not a gate's, and delivers them when it is", async () => {
      const { organizer, eventId, gate } = show;
      const switchTo = (kind: number) =>
        act(organizer, "EventRegistry", "setGate", [eventId, addressOf(gate), kind, 0]);
      await switchTo(0);
      const error = await live().catch((thrown) => thrown);
      expect(error.contractError?.name).to.equal("GateOnly");
      await switchTo(1);
      await live();
      await expectPaidOnce();
    });

    /** A connection on which every request executes, and no answer arrives. */
    function deaf(): Connection {
      const { gate } = show;
      const line = () => {
        throw new Error("the line is dead");
      };
      if (gate.relay !== undefined) {
        const { relay } = gate;
        const submit: Relay["submit"] = async (requests) => {
          await relay.submit(requests);
          return line();
        };
        return { ...gate, relay: { ...relay, submit } };
      }
      const wallet = new Wallet(gate.signer.privateKey, gate.provider);
      const send = wallet.sendTransaction.bind(wallet);
      Object.assign(wallet, {
        sendTransaction: async (...args: Parameters<typeof send>) => {
          await (await send(...args)).wait();
          return line();
        },
      });
      return { ...gate, signer: wallet };
    }
  });
}

describe("calls of admitEntries side by side", () => {
  let chain: TestChain;
  let show: ShowWithGates;
  let key: DeviceKey;
  before(async () => {
    chain = await startTestChain();
    show = await openShow(chain, { transport: "relay", gates: true });
    key = await createDeviceKey({ kind: "secp256k1", event: show.event, store: memoryKeys() });
    for (let i = 0; i < 6; i++) await grant(show, Array(200).fill(key.address));
    await chain.clock.travelTo(show.doorsOpenAt);
  });
  after(() => chain.close());

  const admissionsOf = (batches: number) =>
    Promise.all(
      Array.from({ length: 200 * batches }, (_, i) =>
        admissionOf(key, {
          rightId: packRightId({ eventId: show.eventId, batch: i % batches, index: Math.floor(i / batches) }),
          scannedAt: show.doorsOpenAt + i,
        }),
      ),
    );

  /** A connection that counts the calls on their way, and which batches each of them has. */
  function counting(broken?: number) {
    const { gate } = show;
    const relay = gate.relay as Relay;
    const calls: number[][] = [];
    const width = { now: 0, most: 0 };
    const watched: Relay = {
      ...relay,
      submit: async (requests) => {
        const data = requests[0]?.request.data ?? "0x";
        const { entries } = interfaces.EntryRightRegistry.decodeFunctionData("admit", data).toObject();
        const batches = [...(entries as bigint[])].map((entry) => unpackRightId(unpackEntry(entry).rightId).batch);
        calls.push(batches);
        width.now++;
        width.most = Math.max(width.most, width.now);
        await new Promise((done) => setImmediate(done));
        try {
          if (batches.includes(broken ?? -1)) throw new Error("this call has trouble");
          return await relay.submit(requests);
        } finally {
          width.now--;
        }
      },
    };
    return { connection: { ...gate, relay: watched }, calls, width };
  }

  for (const kept of [true, false]) {
    const journal = () => (kept ? { journal: memoryJournal() } : {});
    const told = kept ? "with a journal" : "without one";

    it(`have the entries sorted by batch, at most four on their way, ${told}`, async () => {
      const restore = await chain.snapshot();
      const admissions = await admissionsOf(6);
      const { connection, calls, width } = counting();
      const outcomes = await admitEntries(connection, { eventId: show.eventId, admissions, ...journal() });
      expect(outcomes.map(({ status }) => status)).to.deep.equal(admissions.map(() => "admitted"));
      expect(outcomes.map(({ admission }) => admission)).to.deep.equal(admissions);
      expect(calls.length).to.be.at.least(5);
      expect(width.most).to.be.within(2, 4);
      const inOrder = calls.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0) || (a.at(-1) ?? 0) - (b.at(-1) ?? 0)).flat();
      expect(inOrder).to.deep.equal(inOrder.toSorted((a, b) => a - b));
      await restore();
    });

    it(`go one by one if the caller says so, ${told}`, async () => {
      const restore = await chain.snapshot();
      const admissions = await admissionsOf(3);
      const { connection, width } = counting();
      await admitEntries(connection, { eventId: show.eventId, admissions, concurrency: 1, ...journal() });
      expect(width.most).to.equal(1);
      await restore();
    });

    it(`do not stop when one of them has trouble, ${told}`, async () => {
      const restore = await chain.snapshot();
      const admissions = await admissionsOf(6);
      const { connection } = counting(0);
      const outcomes = await admitEntries(connection, { eventId: show.eventId, admissions, ...journal() });
      const undecided = outcomes.flatMap(({ status, admission }) => (status === "undecided" ? [admission] : []));
      const batches = new Set(undecided.map(({ entry }) => unpackRightId(unpackEntry(entry).rightId).batch));
      expect([...batches])
        .to.include(0)
        .and.not.to.include.members([3, 4, 5]);
      expect(outcomes.filter(({ status }) => status === "admitted").length).to.be.at.least(600);
      await restore();
    });
  }

  it("are refused for a width that is none", async () => {
    for (const concurrency of [0, -1, 1.5, Number.NaN]) {
      const error = await admitEntries(show.gate, { eventId: show.eventId, admissions: [], concurrency }).catch(
        (thrown) => thrown,
      );
      expect(error.code).to.equal("VALUE_INVALID");
      expect(error.message).to.contain("concurrency must be");
    }
  });

  it("are refused without an event or a list, or with what is not a journal, by name", async () => {
    const { eventId } = show;
    const { calls, keepCall } = memoryJournal();
    const wrong: [string, object][] = [
      ["admissions is missing.", { eventId }],
      ["eventId is missing.", { admissions: [] }],
      ...[{}, { calls }, { keepCall }, 7, null].map((journal): [string, object] => [
        "journal must be an object",
        { eventId, admissions: [], journal },
      ]),
    ];
    for (const [told, parameters] of wrong) {
      const { code, message } = await refusalOf(admitEntries(show.gate, parameters as never));
      expect([code, message.includes(told)], told).to.deep.equal(["VALUE_INVALID", true]);
    }
  });
});
