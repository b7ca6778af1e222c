import { expect } from "chai";
import { openShow, type ShowWithGates } from "doorkey-test-support/show";
import { TRANSPORTS } from "doorkey-test-support/transports";
import { grant, strangerAt } from "../../test/helpers/acts.ts";
import { interfaces } from "../abi/contracts.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { admitRightsByHand } from "./admitRightsByHand.ts";
import type { ByHandJournal, JournaledByHand } from "./ByHandJournal.ts";

const DEATH = "the process died";

for (const transport of TRANSPORTS) {
  describe(`admitRightsByHand with a journal, ${transport}`, () => {
    let chain: TestChain;
    let show: ShowWithGates;
    let restore: () => Promise<void>;
    let parameters: admitRightsByHand.Parameters;
    let kept: JournaledByHand[];
    const journal: ByHandJournal = { keepCall: async (call) => void kept.push(call), calls: async () => kept };
    before(async () => {
      chain = await startTestChain();
      show = await openShow(chain, { transport, gates: true });
      const first = await grant(show, [strangerAt(0), strangerAt(1), strangerAt(2)]);
      await chain.clock.travelTo(show.doorsOpenAt);
      const { eventId, doorsOpenAt: scannedAt } = show;
      parameters = { eventId, rightIds: [first, first + 1n], scannedAt, reason: "phone broken", journal };
    });
    beforeEach(async () => {
      restore = await chain.snapshot();
      kept = [];
    });
    afterEach(() => restore());
    after(() => chain.close());

    /** What the chain logged about rights by hand, in its order. */
    async function logged(): Promise<string[]> {
      const filter = { address: show.event.rightsRegistry, fromBlock: 0, toBlock: "latest" };
      return (await chain.provider.getLogs(filter))
        .map((log) => interfaces.EntryRightRegistry.parseLog(log)?.name ?? "")
        .filter((name) => /ByHand|AdmissionRefused/.test(name));
    }
    const statuses = ({ rights }: admitRightsByHand.Result) => rights.map(({ status }) => status);

    it("pays once for a call however often it is run, and gives the first outcome each time", async () => {
      const [one, two] = await Promise.all([
        admitRightsByHand(show.desk, parameters),
        admitRightsByHand(show.desk, parameters),
      ]);
      expect([statuses(one), statuses(two)]).to.deep.equal(Array(2).fill(["admitted", "admitted"]));
      expect((await admitRightsByHand(show.desk, parameters)).transaction.hash).to.equal(one.transaction.hash);
      expect(await logged()).to.deep.equal(["AdmittedByHand", "AdmittedByHand"]);
      expect(kept).to.have.length(1);
    });

    for (const when of ["before", "after"] as const) {
      it(`pays once if the process dies ${when} the call is in the journal`, async () => {
        const dying: ByHandJournal = {
          ...journal,
          keepCall: async (call) => {
            if (when === "after") await journal.keepCall(call);
            throw new Error(DEATH);
          },
        };
        const error = await admitRightsByHand(show.desk, { ...parameters, journal: dying }).catch((thrown) => thrown);
        expect(error.message).to.equal(DEATH);
        expect(await logged()).to.deep.equal([]);
        expect(statuses(await admitRightsByHand(show.desk, parameters))).to.deep.equal(["admitted", "admitted"]);
        expect(await logged()).to.deep.equal(["AdmittedByHand", "AdmittedByHand"]);
        expect(kept).to.have.length(1);
      });
    }

    it("signs a call for the rights that the kept one lacks, and for another second", async () => {
      const { rightIds, scannedAt } = parameters;
      await admitRightsByHand(show.desk, parameters);
      const more = { ...parameters, rightIds: [...rightIds, (rightIds[1] ?? 0n) + 1n] };
      expect(statuses(await admitRightsByHand(show.desk, more))).to.deep.equal(Array(3).fill("admitted"));
      expect(kept.map(({ admissions }) => admissions.length)).to.deep.equal([2, 1]);
      const later = await admitRightsByHand(show.desk, { ...parameters, scannedAt: scannedAt + 1 });
      expect(later.rights.map((one) => "reason" in one && one.reason)).to.deep.equal(Array(2).fill("RightAdmitted"));
    });

    it("refuses to return before the outcome is known", async () => {
      const error = await admitRightsByHand(show.desk, parameters, { until: "accepted" }).catch((thrown) => thrown);
      expect(error.code).to.equal("VALUE_INVALID");
      expect(error.message).to.contain('until must be "mined" or "final"');
      expect(kept).to.deep.equal([]);
    });

    it("throws what kept a right from its outcome, and pays nothing", async () => {
      const error = await admitRightsByHand(show.gate, parameters).catch((thrown) => thrown);
      expect(error.contractError.name).to.equal("GateOnly");
      expect([kept, await logged()]).to.deep.equal([[], []]);
    });
  });
}
