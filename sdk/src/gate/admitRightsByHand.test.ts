import { expect } from "chai";
import { openShow, type ShowWithGates } from "doorkey-test-support/show";
import { refusalOf } from "doorkey-test-support/transports";
import { decodeBytes32String } from "ethers";
import { grant, strangerAt } from "../../test/helpers/acts.ts";
import { logsOf } from "../calls/logs.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { admitRightsByHand } from "./admitRightsByHand.ts";
import { memoryJournal } from "./memoryJournal.ts";

for (const via of ["direct", "relay"] as const) {
  describe(`admitRightsByHand, ${via}`, () => {
    let chain: TestChain;
    let show: ShowWithGates;
    let first: bigint;
    before(async () => {
      chain = await startTestChain();
      show = await openShow(chain, { transport: via, gates: true });
      first = await grant(
        show,
        Array.from({ length: 20 }, (_, i) => strangerAt(i)),
      );
      await chain.clock.travelTo(show.doorsOpenAt);
    });
    after(() => chain.close());

    it("admits, and gives the reason for each right that it did not admit", async () => {
      const { eventId, desk, doorsOpenAt } = show;
      const rightIds = [first, first, first + 20n, first + (1n << 32n), first + 3n];
      const parameters = { eventId, rightIds, scannedAt: doorsOpenAt + 9, reason: "phone broken" };
      const { rights, transaction } = await admitRightsByHand(desk, parameters);
      expect(rights).to.deep.equal([
        { rightId: first, status: "admitted" },
        { rightId: first, status: "refused", reason: "RightAdmitted" },
        { rightId: first + 20n, status: "refused", reason: "RightNonexistent" },
        { rightId: first + (1n << 32n), status: "refused", reason: "WrongEvent" },
        { rightId: first + 3n, status: "admitted" },
      ]);
      expect(await desk.contracts.rights.byHandOf(eventId, (await desk.signer?.getAddress()) ?? "")).to.equal(2n);
      const [log] = logsOf(desk, transaction, "EntryRightRegistry", "AdmittedByHand");
      expect([decodeBytes32String(log?.reason), log?.scannedAt]).to.deep.equal([
        "phone broken",
        BigInt(doorsOpenAt + 9),
      ]);
    });

    it("is refused above the desk's limit, and for a key that is not a desk's", async () => {
      const { eventId, desk, gate, doorsOpenAt: scannedAt } = show;
      const rightIds = Array.from({ length: 9 }, (_, i) => first + 5n + BigInt(i));
      const over = await admitRightsByHand(desk, { eventId, rightIds, scannedAt, reason: "" }).catch((error) => error);
      expect(over.contractError.name).to.equal("ByHandLimitExceeded");
      const scanner = await admitRightsByHand(gate, { eventId, rightIds: [first], scannedAt, reason: "" }).catch(
        (error) => error,
      );
      expect(scanner.contractError.name).to.equal("GateOnly");
    });

    it("refuses parameters that no call can carry, and names them", async () => {
      const { eventId, desk, doorsOpenAt: scannedAt } = show;
      const good = { eventId, rightIds: [first], scannedAt, reason: "" };
      const rights = (count: number) => Array.from({ length: count }, () => first);
      const bad: [string, object][] = [
        ["rightIds must not be an empty list.", { ...good, rightIds: [] }],
        ["rightIds must be at most 150, not 151.", { ...good, rightIds: rights(151) }],
        ["reason", { ...good, reason: "é".repeat(16) }],
        ...["eventId", "rightIds", "scannedAt", "reason"].map((name): [string, object] => [
          `${name} is missing.`,
          Object.fromEntries(Object.entries(good).filter(([one]) => one !== name)),
        ]),
      ];
      for (const [told, parameters] of bad) {
        const { code, message } = await refusalOf(admitRightsByHand(desk, parameters as typeof good));
        expect([code, message.includes(told)], told).to.deep.equal(["VALUE_INVALID", true]);
      }
      const most = await admitRightsByHand(desk, { ...good, rightIds: rights(150) });
      expect(most.rights.map(({ rightId }) => rightId)).to.deep.equal(rights(150));
    });

    it("refuses what is not a journal, before it signs anything", async () => {
      const { eventId, desk, doorsOpenAt: scannedAt } = show;
      const { calls, keepCall } = memoryJournal();
      for (const journal of [{}, { calls }, { keepCall }, 7, null]) {
        const parameters = { eventId, rightIds: [first], scannedAt, reason: "", journal };
        const { code, message } = await refusalOf(admitRightsByHand(desk, parameters as never));
        expect(code, JSON.stringify(journal)).to.equal("VALUE_INVALID");
        expect(message).to.contain("journal must be an object");
      }
    });
  });
}
