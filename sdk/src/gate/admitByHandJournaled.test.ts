import { expect } from "chai";
import { openShow, type ShowWithGates } from "doorkey-test-support/show";
import { TRANSPORTS } from "doorkey-test-support/transports";
import { addressOf, grant, strangerAt } from "../../test/helpers/acts.ts";
import { interfaces } from "../abi/contracts.ts";
import { setGate } from "../organizer/setGate.ts";
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

    /** A journal in which the process dies, before or after it has the call. */
    const dyingJournal = (when: "before" | "after"): ByHandJournal => ({
      ...journal,
      keepCall: async (call) => {
        if (when === "after") await journal.keepCall(call);
        throw new Error(DEATH);
      },
    });
    const dieWith = async (dying: ByHandJournal) => {
      const error = await admitRightsByHand(show.desk, { ...parameters, journal: dying }).catch((thrown) => thrown);
      expect(error.message).to.equal(DEATH);
    };

    for (const when of ["before", "after"] as const) {
      it(`pays once if the process dies ${when} the call is in the journal`, async () => {
        await dieWith(dyingJournal(when));
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

    it("gives the first outcome of rights that two calls name", async () => {
      const blind: ByHandJournal = { ...journal, calls: async () => [] };
      await admitRightsByHand(show.desk, parameters);
      const second = await admitRightsByHand(show.desk, { ...parameters, journal: blind });
      expect([statuses(second), kept.length]).to.deep.equal([["refused", "refused"], 2]);
      expect(statuses(await admitRightsByHand(show.desk, parameters))).to.deep.equal(["admitted", "admitted"]);
    });

    it("signs no call again for rights that it is not asked for", async () => {
      await dieWith(dyingJournal("after"));
      await chain.clock.travelTo((await chain.clock.now()) + 27 * 3_600);
      const rightIds = parameters.rightIds.slice(1);
      expect(statuses(await admitRightsByHand(show.desk, { ...parameters, rightIds }))).to.deep.equal(["admitted"]);
      expect(kept.map(({ admissions }) => admissions.length)).to.deep.equal([2, 1]);
      expect(await logged()).to.deep.equal(["AdmittedByHand"]);
    });

    it("throws what kept a further right from its outcome, and returns all outcomes once it has them", async () => {
      const { desk, organizer, eventId } = show;
      const limitTo = (byHandLimit: number) =>
        setGate(organizer, { eventId, gate: addressOf(desk), kind: "desk", byHandLimit });
      await admitRightsByHand(desk, parameters);
      await limitTo(2);
      const more = { ...parameters, rightIds: [...parameters.rightIds, (parameters.rightIds[1] ?? 0n) + 1n] };
      const error = await admitRightsByHand(desk, more).catch((thrown) => thrown);
      expect(error.contractError?.name).to.equal("ByHandLimitExceeded");
      expect([kept.length, await logged()]).to.deep.equal([1, ["AdmittedByHand", "AdmittedByHand"]]);
      await limitTo(3);
      const { rights } = await admitRightsByHand(desk, more);
      expect(rights).to.deep.equal(more.rightIds.map((rightId) => ({ rightId, status: "admitted" })));
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
