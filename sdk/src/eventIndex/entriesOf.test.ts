import { expect } from "chai";
import { openShow, type ShowWithGates } from "doorkey-test-support/show";
import { refusalOf } from "doorkey-test-support/transports";
import { addressOf, admissionOf, grant, strangerAt } from "../../test/helpers/acts.ts";
import { nodeSaying } from "../../test/helpers/nodeSaying.ts";
import { softPasskey } from "../../test/helpers/softPasskey.ts";
import type { Connection } from "../chain/Connection.ts";
import { createDeviceKey } from "../device/createDeviceKey.ts";
import { admitEntries } from "../gate/admitEntries.ts";
import { admitRightsByHand } from "../gate/admitRightsByHand.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { memoryKeys } from "../keys/memoryKeys.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { type DeliveredProof, entriesOf, isProven } from "./entriesOf.ts";
import { followSuite, type SuiteFollower } from "./followSuite.ts";

for (const via of ["direct", "relay"] as const) {
  describe(`entriesOf, delivered ${via}`, () => {
    let chain: TestChain;
    let show: ShowWithGates;
    let keys: DeviceKey[];
    let entries: DeliveredProof[];
    let index: SuiteFollower;
    let reader: Connection;
    before(async () => {
      chain = await startTestChain();
      show = await openShow(chain, { transport: via, gates: true });
      const { event, eventId, doorsOpenAt: scannedAt, gate, desk } = show;
      const store = memoryKeys();
      const [one, two] = [
        await createDeviceKey({ kind: "secp256k1", event, store }),
        await createDeviceKey({ kind: "p256", event, store }),
      ];
      const three = await softPasskey(event);
      keys = [one, two, three];
      const first = await grant(show, [one.address, two.address, two.address, three.address, three.address]);
      await chain.clock.travelTo(scannedAt);
      await admitRightsByHand(desk, { eventId, rightIds: [first + 4n], scannedAt, reason: "phone broken" });
      const good = await admissionOf(one, { rightId: first, scannedAt, lane: 4 });
      await admitEntries(gate, {
        eventId,
        admissions: [
          // The same entry first with a signature that does not prove it.
          { ...good, signature: (await admissionOf(three, { rightId: first, scannedAt, lane: 4 })).signature },
          good,
          await admissionOf(two, { rightId: first + 1n, count: 2, scannedAt }),
          await admissionOf(three, { rightId: first + 3n, scannedAt, challenge: "0x1122334455667788" }),
        ],
      });
      await admitEntries(desk, {
        eventId,
        admissions: [
          await admissionOf(one, { rightId: first, scannedAt: scannedAt + 90, lane: 9 }),
          await admissionOf(three, { rightId: first + 4n, scannedAt }),
        ],
      });
      reader = await chain.connect();
      index = await followSuite(reader);
      await index.catchUp();
      entries = await entriesOf(reader, { state: index.state, eventId });
    });
    after(() => chain.close());

    it("returns each entry with its signer, its gate, and its outcome", () => {
      const told = entries.map(({ status, rights, holder, gate, entry }) => [
        status,
        rights.length,
        keys.findIndex(({ address }) => address === holder),
        gate,
        entry.lane,
      ]);
      const [gate, desk] = [show.gate, show.desk].map(addressOf);
      expect(told).to.deep.equal([
        ["admitted", 1, 0, gate, 4],
        ["admitted", 2, 1, gate, 1],
        ["admitted", 1, 2, gate, 1],
        ["already", 1, 0, desk, 9],
        ["contested", 1, 2, desk, 1],
      ]);
    });

    it("returns proofs that a third party can check, and that prove nothing else", () => {
      for (const entry of entries) {
        expect(isProven(show.event, entry), entry.status).to.equal(true);
        expect(isProven({ ...show.event, chainId: 1 }, entry)).to.equal(false);
        expect(isProven(show.event, { ...entry, holder: strangerAt(1) })).to.equal(false);
        for (const change of [
          { rightId: entry.entry.rightId + 1n },
          { count: 3 },
          { issuedAt: entry.entry.issuedAt + 1n },
        ]) {
          expect(isProven(show.event, { ...entry, entry: { ...entry.entry, ...change } })).to.equal(false);
        }
        expect(isProven(show.event, { ...entry, signature: undefined })).to.equal(false);
      }
    });

    it("returns entries without proofs if the node does not have their transactions", async () => {
      const { eventId } = show;
      const provider = nodeSaying(reader.provider, { getTransaction: async () => null });
      const bare = await entriesOf({ ...reader, provider } as Connection, { state: index.state, eventId });
      expect(bare).to.deep.equal(entries.map((entry) => ({ ...entry, signature: undefined })));
      for (const entry of bare) expect(isProven(reader, entry)).to.equal(false);
    });

    it("reads each transaction once", async () => {
      const asked: string[] = [];
      const provider = nodeSaying(reader.provider, {
        getTransaction: (hash) => {
          asked.push(hash);
          return reader.provider.getTransaction(hash);
        },
      });
      await entriesOf({ ...reader, provider } as Connection, { state: index.state, eventId: show.eventId });
      expect(asked).to.deep.equal([...new Set(entries.map(({ transactionHash }) => transactionHash))]);
    });

    it("refuses an event that the index does not have", async () => {
      const { code } = await refusalOf(entriesOf(reader, { state: index.state, eventId: show.eventId + 1 }));
      expect(code).to.equal("INDEX_INCOMPLETE");
    });
  });
}

describe("entriesOf", () => {
  it("returns the signature that came with each entry, of several with one statement", async () => {
    const chain = await startTestChain();
    try {
      const show = await openShow(chain, { gates: true });
      const { event, eventId, doorsOpenAt: scannedAt, gate } = show;
      const key = await createDeviceKey({ kind: "p256", event, store: memoryKeys() });
      const rightId = await grant(show, [key.address]);
      await chain.clock.travelTo(scannedAt);
      // A key of a passkey's curve signs the same statement in another way each time.
      const admissions = [
        await admissionOf(key, { rightId, scannedAt, lane: 1 }),
        await admissionOf(key, { rightId, scannedAt, lane: 2 }),
      ];
      await admitEntries(gate, { eventId, admissions });
      const reader = await chain.connect();
      const index = await followSuite(reader);
      await index.catchUp();
      const entries = await entriesOf(reader, { state: index.state, eventId });
      expect(entries.map(({ status, signature }) => [status, signature])).to.deep.equal([
        ["admitted", admissions[0]?.signature],
        ["already", admissions[1]?.signature],
      ]);
    } finally {
      await chain.close();
    }
  });
});
