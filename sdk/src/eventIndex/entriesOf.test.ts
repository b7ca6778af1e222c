import { expect } from "chai";
import { openShow, type ShowWithGates } from "doorkey-test-support/show";
import { addressOf, admissionOf, grant, strangerAt } from "../../test/helpers/acts.ts";
import { softPasskey } from "../../test/helpers/softPasskey.ts";
import { createDeviceKey } from "../device/createDeviceKey.ts";
import { admitEntries } from "../gate/admitEntries.ts";
import { admitRightsByHand } from "../gate/admitRightsByHand.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { memoryKeys } from "../keys/memoryKeys.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { packSignatures } from "../verdicts/packSignatures.ts";
import { unpackSignatures } from "./admitCalls.ts";
import { type DeliveredProof, entriesOf, isProven } from "./entriesOf.ts";
import { followSuite } from "./followSuite.ts";

for (const via of ["direct", "relay"] as const) {
  describe(`entriesOf, delivered ${via}`, () => {
    let chain: TestChain;
    let show: ShowWithGates;
    let keys: DeviceKey[];
    let entries: DeliveredProof[];
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
      const reader = await chain.connect();
      const index = await followSuite(reader);
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
  });
}

describe("unpackSignatures", () => {
  it("reverses packSignatures", () => {
    const signatures = ["0x", "0x01", `0x${"ab".repeat(300)}`] as const;
    expect(unpackSignatures(packSignatures(signatures))).to.deep.equal(signatures);
    expect(unpackSignatures("0x")).to.deep.equal([]);
  });
});
