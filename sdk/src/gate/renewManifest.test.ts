import { expect } from "chai";
import { openShow, type ShowWithGates } from "doorkey-test-support/show";
import { refusalOf } from "doorkey-test-support/transports";
import { type JsonRpcApiProvider, toQuantity, Wallet } from "ethers";
import fc from "fast-check";
import { act, admissionOf, grant, strangerAt } from "../../test/helpers/acts.ts";
import { passOf } from "../../test/helpers/venue.ts";
import { writeForeignLog } from "../../test/helpers/writeForeignLog.ts";
import { interfaces } from "../abi/contracts.ts";
import { attestPerson } from "../attester/attestPerson.ts";
import { identityScope } from "../attester/IdentityScope.ts";
import { setAttester } from "../attester/setAttester.ts";
import type { Connection } from "../chain/Connection.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { packRightId } from "../core/RightId.ts";
import { createDeviceKey } from "../device/createDeviceKey.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { memoryKeys } from "../keys/memoryKeys.ts";
import { signReturn } from "../pass/signReturn.ts";
import { deliverReturns } from "../rights/deliverReturns.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import type { Manifest } from "../verdicts/Manifest.ts";
import { rightIn } from "../verdicts/rightIn.ts";
import { admitEntries } from "./admitEntries.ts";
import { admitRightsByHand } from "./admitRightsByHand.ts";
import { loadManifest } from "./loadManifest.ts";
import { renewManifest } from "./renewManifest.ts";

/** Whole histories on a chain; each takes about half a second. */
const HISTORIES = 25;

const HOUR = 3_600;
const DAY = 24 * HOUR;
const NO_REASON = `0x${"00".repeat(32)}`;
const CLASSES = {
  standing: { supply: 100_000 },
  seats: { seats: ["{1..500}"] },
  staff: { supply: 500, reserved: true, named: true },
};
const POLICY = { identityVerifier: "attester", maxPerPerson: 3 };

describe("renewManifest", () => {
  let chain: TestChain;
  let show: ShowWithGates;
  let reader: Connection;
  let key: DeviceKey;
  let attester: Wallet;
  before(async () => {
    chain = await startTestChain();
    reader = await chain.connect();
  });
  beforeEach(() => open());
  after(() => chain.close());

  async function open(): Promise<void> {
    // Sold at the door until half an hour before doors close.
    const schedule = { salesCloseAt: (await chain.clock.now()) + 30 * DAY + 3 * HOUR };
    show = await openShow(chain, { classes: CLASSES, gates: true, schedule, policy: POLICY });
    key = await createDeviceKey({ kind: "secp256k1", event: show.event, store: memoryKeys() });
    attester = new Wallet(Wallet.createRandom().privateKey);
    await setAttester(show.organizer, {
      scopeEventId: show.eventId,
      attester: attester.address as Address,
      trusted: true,
    });
  }

  const load = () => loadManifest(reader, { eventId: show.eventId });
  const right = (batch: number, index: number) => packRightId({ eventId: show.eventId, batch, index });

  /** The questions that a renewal asks the node, by their names. */
  async function questionsOf<T>(work: (counted: Connection) => Promise<T>): Promise<readonly [T, readonly string[]]> {
    const asked: string[] = [];
    const provider = reader.provider as JsonRpcApiProvider;
    const send = provider._send;
    provider._send = (payload) => {
      const methods = [payload].flat().map(({ method }) => method);
      asked.push(...methods.filter((method) => method !== "eth_chainId"));
      return send.call(provider, payload);
    };
    try {
      return [await work(reader), asked];
    } finally {
      provider._send = send;
    }
  }

  /** The reader, whose node does this before it answers a question about a batch. */
  function beforeBatches(work: () => Promise<void>): Connection {
    const { rights } = reader.contracts;
    const batchOf = async (...args: Parameters<typeof rights.batchOf>) => {
      await work();
      return rights.batchOf(...args);
    };
    const proxy = new Proxy(rights, {
      get: (target, name) => (name === "batchOf" ? batchOf : Reflect.get(target, name)),
    });
    return { ...reader, contracts: { ...reader.contracts, rights: proxy } };
  }

  it("asks two small questions when nothing is new, however many batches there are", async () => {
    for (let i = 0; i < 5; i++) await grant(show, [strangerAt(i)]);
    const manifest = await load();
    await act(show.organizer, "EventRegistry", "pauseSales", [show.eventId]);
    const [renewed, asked] = await questionsOf((counted) => renewManifest(counted, manifest));
    expect(asked).to.deep.equal(["eth_getBlockByNumber", "eth_getLogs"]);
    expect(renewed).to.deep.equal(await load());
    expect(renewed.block.number).to.equal(manifest.block.number + 1);
    const [same, one] = await questionsOf((counted) => renewManifest(counted, renewed));
    expect(same).to.equal(renewed);
    expect(one).to.deep.equal(["eth_getBlockByNumber"]);
    // Blocks in between: the chain is asked for the older block too.
    await act(show.organizer, "EventRegistry", "resumeSales", [show.eventId]);
    const [later, three] = await questionsOf((counted) => renewManifest(counted, manifest));
    expect(three).to.deep.equal(["eth_getBlockByNumber", "eth_getBlockByNumber", "eth_getLogs"]);
    expect(later).to.deep.equal(await load());
  });

  it("reads only the batches that were touched before doors", async () => {
    for (let i = 0; i < 6; i++) await grant(show, [key.address, strangerAt(i)]);
    const manifest = await load();
    await act(show.agent, "EntryRightRegistry", "revoke", [[right(1, 0), right(4, 1)], NO_REASON]);
    await grant(show, [strangerAt(9)]);
    const [renewed, asked] = await questionsOf((counted) => renewManifest(counted, manifest));
    expect(asked.filter((method) => method === "eth_call")).to.have.length(3);
    expect(renewed).to.deep.equal(await load());
    expect(renewed.batches.map(({ statuses }) => statuses)).to.deep.equal(["00", "30", "00", "00", "03", "00", "0"]);
    expect(manifest.batches, "the given one stays").to.have.length(6);
    expect(renewed.batches[0]).to.equal(manifest.batches[0]);
  });

  it("takes admissions of other gates from the logs, and reads only what was sold at the door", async () => {
    const { eventId, gate, desk, doorsOpenAt } = show;
    await grant(show, Array(6).fill(key.address));
    await grant(show, [key.address]);
    await chain.clock.travelTo(doorsOpenAt);
    const manifest = await load();
    const at = doorsOpenAt + 9;
    await admitEntries(gate, {
      eventId,
      admissions: [
        await admissionOf(key, { rightId: right(0, 1), scannedAt: at, lane: 3 }),
        await admissionOf(key, { rightId: right(0, 0), count: 3, scannedAt: at + 1, lane: 4 }),
      ],
    });
    await admitRightsByHand(desk, { eventId, rightIds: [right(1, 0)], scannedAt: at + 2, reason: "phone broken" });
    const [renewed, asked] = await questionsOf((counted) => renewManifest(counted, manifest));
    expect(asked).not.to.include("eth_call");
    expect(renewed).to.deep.equal(await load());
    expect(renewed.batches.map(({ statuses }) => statuses)).to.deep.equal(["222000", "2"]);

    const sold = await grant(show, [strangerAt(1)]);
    const [withSold, again] = await questionsOf((counted) => renewManifest(counted, renewed));
    expect(again).to.deep.equal(["eth_getBlockByNumber", "eth_getLogs", "eth_call", "eth_getBlockByNumber"]);
    expect(rightIn(withSold, sold)?.status).to.equal("granted");
    expect(withSold).to.deep.equal(await load());
  });

  it("takes nothing from the log of another contract, and asks no more because of it", async () => {
    const { eventId, doorsOpenAt } = show;
    await grant(show, [key.address]);
    await chain.clock.travelTo(doorsOpenAt);
    const manifest = await load();
    const { entry } = await admissionOf(key, { rightId: right(0, 0), scannedAt: doorsOpenAt });
    const scribe = (await chain.fundedKey()).connect(chain.provider);
    const log = interfaces.EntryRightRegistry.encodeEventLog("Admitted", [eventId, strangerAt(1), entry]);
    await writeForeignLog(scribe, log);
    const [renewed, asked] = await questionsOf((counted) => renewManifest(counted, manifest));
    expect(renewed).to.deep.equal(await load());
    expect(renewed.batches[0]?.statuses).to.equal("0");
    expect(asked).to.deep.equal(["eth_getBlockByNumber", "eth_getBlockByNumber", "eth_getLogs"]);
  });

  it("has the new times of a rescheduled, extended or cancelled event", async () => {
    const { organizer, eventId, doorsOpenAt, doorsCloseAt, terms } = show;
    let manifest = await load();
    const renew = async () => {
      manifest = await renewManifest(reader, manifest);
      expect(manifest).to.deep.equal(await load());
      return manifest;
    };
    const times = [doorsOpenAt + HOUR, doorsCloseAt + HOUR, terms.schedule.salesCloseAt];
    await act(organizer, "EventRegistry", "reschedule", [eventId, ...times]);
    expect(await renew()).to.include({ doorsOpenAt: doorsOpenAt + HOUR, doorsCloseAt: doorsCloseAt + HOUR });
    await chain.clock.travelTo(doorsOpenAt + 2 * HOUR);
    await act(organizer, "EventRegistry", "extendDoors", [eventId, doorsCloseAt + 2 * HOUR]);
    expect(await renew()).to.include({ doorsCloseAt: doorsCloseAt + 2 * HOUR });
  });

  it("says that the event is cancelled", async () => {
    const manifest = await load();
    await act(show.organizer, "EventRegistry", "cancel", [show.eventId]);
    expect(await renewManifest(reader, manifest)).to.include({ cancelled: true });
  });

  it("loads the whole event again if its block is not in the chain any more", async () => {
    await grant(show, [strangerAt(1)]);
    const goBack = await chain.snapshot();
    await grant(show, [strangerAt(2)]);
    await act(show.agent, "EntryRightRegistry", "revoke", [[right(0, 0)], NO_REASON]);
    const manifest = { ...(await load()), utcOffset: 540 };
    const { number } = manifest.block;
    for (const height of [number - 1, number, number + 1, number + 4]) {
      await goBackTo(goBack, height);
      const renewed = await renewManifest(reader, manifest);
      expect(renewed).to.deep.equal({ ...(await load()), utcOffset: 540 });
      expect(renewed.batches.map(({ statuses }) => statuses)).to.deep.equal(["0"]);
    }
    /** Another chain since the snapshot, of this height. */
    async function goBackTo(restore: () => Promise<void>, height: number): Promise<void> {
      const provider = chain.provider as JsonRpcApiProvider;
      if ((await provider.getBlockNumber()) >= height) await restore();
      const missing = height - (await provider.getBlockNumber());
      if (missing > 0) await provider.send("hardhat_mine", [toQuantity(missing), toQuantity(7)]);
    }
  });

  it("does not mix two histories if the newest block leaves the chain meanwhile", async () => {
    const manifest = await load();
    await grant(show, [strangerAt(1)]);
    const goBack = await chain.snapshot();
    await grant(show, [strangerAt(2)]);
    const turn = async () => {
      await goBack();
      await chain.provider.send("hardhat_mine", [toQuantity(3), toQuantity(9)]);
    };
    let turned: Promise<void> | undefined;
    const turning = beforeBatches(() => {
      turned ??= turn();
      return turned;
    });
    const error = await renewManifest(turning, manifest).catch((thrown) => thrown);
    expect([error.code, /Block \d+, 0x/.test(error.message)]).to.deep.equal(["BLOCK_ORPHANED", true]);
    expect((await renewManifest(reader, manifest)).batches).to.have.length(1);
  });

  it("throws what its node says of a batch, or that it has no newest block", async () => {
    const manifest = await load();
    await grant(show, [strangerAt(1)]);
    const away = new DoorkeyError("CHAIN_UNREACHABLE");
    const failing = beforeBatches(() => Promise.reject(away));
    expect(await renewManifest(failing, manifest).catch((thrown) => thrown)).to.include({ code: "CHAIN_UNREACHABLE" });
    const { provider } = reader;
    const getBlock = provider.getBlock;
    provider.getBlock = async () => null;
    const error = await renewManifest(reader, manifest).catch((thrown) => thrown);
    provider.getBlock = getBlock;
    expect(error.code).to.equal("BLOCK_UNKNOWN");
  });

  it("finds the admissions that a manifest without them lacks", async () => {
    const { eventId, gate, doorsOpenAt } = show;
    await grant(show, Array(2).fill(key.address));
    await grant(show, [strangerAt(1)]);
    await chain.clock.travelTo(doorsOpenAt);
    const admit = async (index: number) =>
      admitEntries(gate, {
        eventId,
        admissions: [await admissionOf(key, { rightId: right(0, index), scannedAt: doorsOpenAt + index })],
      });
    await admit(0);
    const { admissions: _, ...bare } = await load();
    await admit(1);
    const renewed = await load();
    expect(await renewManifest(reader, bare)).to.deep.equal(renewed);

    const { provider } = reader;
    const getLogs = provider.getLogs;
    let asked = 0;
    provider.getLogs = (filter) =>
      ++asked === 1 ? getLogs.call(provider, filter) : Promise.reject(new Error("no old logs here"));
    const { admissions: __, ...rest } = renewed;
    expect(await renewManifest(reader, bare), "without old logs").to.deep.equal(rest);
    provider.getLogs = getLogs;
    expect(asked).to.be.greaterThan(1);
  });

  it("refuses a manifest of another suite, and what is none", async () => {
    const manifest = await load();
    const wrong: unknown[] = [
      undefined,
      null,
      {},
      { ...manifest, chainId: 1 },
      { ...manifest, rightsRegistry: `0x${"22".repeat(20)}` },
      { ...manifest, eventId: 0 },
      { ...manifest, block: { number: -1, hash: "0x" } },
    ];
    for (const one of wrong) {
      const error = await renewManifest(reader, one as Manifest).catch((thrown) => thrown);
      expect(error.code, JSON.stringify(one)?.slice(0, 80)).to.equal("VALUE_INVALID");
    }
    for (const [change, told] of [
      [{ chainId: 1 }, `The manifest is of chain 1, ${manifest.rightsRegistry}.`],
      [{ eventId: undefined }, "eventId must be"],
    ] as const) {
      const { message } = await refusalOf(renewManifest(reader, { ...manifest, ...change } as Manifest));
      expect(message).to.contain(told);
    }
  });

  describe("over any history", () => {
    const PERSON: Hex = `0x${"31".repeat(32)}`;
    const before = [
      "sell",
      "seat",
      "staff",
      "give back",
      "revoke",
      "rebind",
      "name",
      "pause",
      "move doors",
      "other",
    ] as const;
    const after = ["admit", "party", "by hand", "again", "forged", "sell", "seat", "extend", "other"] as const;
    type Step = { readonly what: (typeof before)[number] | (typeof after)[number]; readonly n: number };
    const stepsOf = (words: readonly Step["what"][]) =>
      fc.array(fc.record({ what: fc.constantFrom(...words), n: fc.nat(1_000) }), { minLength: 1, maxLength: 12 });
    const history = fc.record({ early: stepsOf(before), late: stepsOf(after), pauses: fc.infiniteStream(fc.nat(3)) });

    /** Makes one step. What the contracts refuse changes nothing, and is a step too. */
    async function take({ what, n }: Step, other: ShowWithGates): Promise<void> {
      const { eventId, organizer, agent, agentId, gate, desk, doorsOpenAt, doorsCloseAt, terms } = show;
      const manifest = await load();
      const batches = manifest.batches.length;
      const batch = batches === 0 ? 0 : n % batches;
      const index = n % Math.max(1, manifest.batches[batch]?.statuses.length ?? 1);
      const rightId = right(batch, index);
      const now = await chain.clock.now();
      const admit = async (change: object) =>
        admitEntries(gate, {
          eventId,
          admissions: [await admissionOf(key, { rightId, scannedAt: now, lane: n, ...change })],
        });
      const steps: { readonly [word in Step["what"]]: () => Promise<unknown> } = {
        sell: () => grant(show, Array(1 + (n % 5)).fill(n % 4 === 0 ? strangerAt(n) : key.address)),
        seat: () => grant(show, [key.address, key.address], { classId: 2, seats: [n % 450, (n + 7) % 450] }),
        staff: () => grant(show, [key.address], { classId: 3 }),
        "give back": async () => {
          const pass = passOf(key, { batch, index });
          return deliverReturns(agent, { returns: [await signReturn(key, pass, { expiresAt: now + HOUR })] });
        },
        revoke: () => act(agent, "EntryRightRegistry", "revoke", [[rightId, right(batch, 0)], NO_REASON]),
        rebind: () => act(organizer, "EntryRightRegistry", "rebind", [rightId, strangerAt(n + 5), "0x"]),
        name: async () => {
          const holder = rightIn(manifest, rightId)?.holder ?? strangerAt(1);
          const scope = await identityScope(organizer, { eventId });
          await chain.clock.travelTo(now + 2);
          const person = { scope, personTag: PERSON, holder, agentId, rightId, issuedAt: now + 2 };
          return act(agent, "EntryRightRegistry", "nameRight", [rightId, holder, await attestPerson(person, attester)]);
        },
        pause: async () => {
          await act(organizer, "EventRegistry", "pauseSales", [eventId]);
          await act(organizer, "EventRegistry", "resumeSales", [eventId]);
        },
        "move doors": () =>
          act(organizer, "EventRegistry", "reschedule", [
            eventId,
            doorsOpenAt + n,
            doorsCloseAt + n,
            terms.schedule.salesCloseAt,
          ]),
        admit: () => admit({}),
        party: () => admit({ rightId: right(batch, 0), count: 1 + (n % 8) }),
        "by hand": () => admitRightsByHand(desk, { eventId, rightIds: [rightId], scannedAt: now, reason: "" }),
        again: () => admit({ lane: n + 1 }),
        forged: () => admit({ rightId, issuedAt: now - 900 }),
        extend: () => act(organizer, "EventRegistry", "extendDoors", [eventId, manifest.doorsCloseAt + 1 + n]),
        other: async () => void (await grant(other, [key.address])),
      };
      await steps[what]().catch(() => undefined);
    }

    it("gives what a whole load gives, whenever it is asked", async function () {
      this.timeout(300_000);
      const seen = new Set<string>();
      const property = fc.asyncProperty(history, async ({ early, late, pauses }) => {
        const other = await openShow(chain, { classes: CLASSES, gates: true, policy: POLICY });
        await open();
        let manifest = await load();
        let left = 0;
        const look = async (step: Step) => {
          await take(step, other);
          if (left-- > 0) return;
          left = pauses.next().value ?? 0;
          manifest = await renewManifest(reader, manifest);
          expect(manifest).to.deep.equal(await load());
        };
        for (const step of early) await look(step);
        await chain.clock.travelTo(manifest.doorsOpenAt + 1_000);
        for (const step of late) await look(step);
        manifest = await renewManifest(reader, manifest);
        expect(manifest).to.deep.equal(await load());
        for (const { statuses } of manifest.batches) for (const status of statuses) seen.add(status);
        for (const { holdings } of manifest.batches) {
          for (const { named } of Object.values(holdings)) seen.add(named ? "named" : "held");
        }
      });
      // Chance alone may leave out a kind of change: this one has each.
      const early: Step[] = [
        { what: "staff", n: 0 },
        { what: "name", n: 0 },
        { what: "sell", n: 1 },
        { what: "give back", n: 1 },
        { what: "revoke", n: 3 },
        { what: "sell", n: 2 },
        { what: "rebind", n: 2 },
      ];
      const [pauses = expect.fail("no stream")] = fc.sample(fc.infiniteStream(fc.constant(0)), 1);
      const examples: [{ early: Step[]; late: Step[]; pauses: typeof pauses }][] = [
        [{ early, late: [{ what: "admit", n: 0 }], pauses }],
      ];
      await fc.assert(property, { numRuns: HISTORIES, endOnFailure: true, examples });
      expect([...seen].sort(), "each kind of change happened").to.deep.equal(["0", "1", "2", "3", "held", "named"]);
    });
  });
});
