import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type Connection, connect, type Hex, NO_CHALLENGE, packEntry, packRightId } from "doorkey";
import { interfaces } from "doorkey/abi";
import { entryProofDigest } from "doorkey/code";
import { admitEntries, type GateJournal, type JournaledAdmission, sqliteJournal } from "doorkey/gate";
import { httpRelay, type Relay } from "doorkey/relay";
import { holderKeys } from "doorkey-test-support/keys";
import { grantTo } from "../helpers/show.ts";
import { suiteOf } from "../helpers/suite.ts";
import { API_KEY, type RelayStage, startRelayStage } from "./helpers/relayStage.ts";

const GUESTS = 400;
/** One call's entries. */
const HALF = GUESTS / 2;
const DEATH = "the process died";

/** The lives of a gate's settling process: at which moment it ends. */
const MOMENTS = ["before the call is kept", "before it is sent", "after it is sent", "after the receipt"] as const;
type Moment = (typeof MOMENTS)[number];

const holdersFrom = (first: number) => holderKeys("secp256k1", HALF, first);

describe("a gate that settles through the service", () => {
  let stage: RelayStage;
  let folder: string;
  before(async () => {
    stage = await startRelayStage({ quiet: true });
    folder = await mkdtemp(join(tmpdir(), "doorkey-gate-"));
    const { agent, doorsOpenAt } = stage.show;
    // Two batches for each moment, so that there are two calls and the process dies in the first or between them.
    for (let start = 0; start < MOMENTS.length * GUESTS; start += HALF) {
      const data = grantTo(stage.show, ...holdersFrom(start).map(({ address }) => address as Hex));
      await (await agent.signer.sendTransaction({ to: agent.rightsRegistry, data })).wait();
    }
    await stage.node.clock.travelTo(doorsOpenAt);
  });
  after(async () => {
    await stage.close();
    await rm(folder, { recursive: true });
  });

  for (const [number, moment] of MOMENTS.entries()) {
    it(`pays once for each entry if its process dies ${moment}`, async () => {
      const { show, node } = stage;
      const { eventId, event, doorsOpenAt } = show;
      const path = join(folder, `${number}.sqlite`);
      const journal = await sqliteJournal(path);
      for (const batch of [2 * number, 2 * number + 1]) {
        const rows = holdersFrom(batch * HALF).map((holder, index): JournaledAdmission => {
          const rightId = packRightId({ eventId, batch, index });
          const common = { rightId, count: 1, issuedAt: doorsOpenAt, challenge: NO_CHALLENGE } as const;
          const digest = entryProofDigest(event, { ...common, holder: holder.address as Hex });
          const entry = packEntry({ ...common, scannedAt: doorsOpenAt + 5, lane: 1 });
          return { entry, signature: holder.sign(digest) as Hex, rights: [rightId] };
        });
        await Promise.all(rows.map((row) => journal.append(row)));
      }
      await journal.close();
      const fromBlock = (await node.provider.getBlockNumber()) + 1;

      const first = await live(path, (one) => mortal(one, moment), moment === "after it is sent");
      expect(first).to.not.equal("settled");
      expect(await live(path)).to.equal("settled");

      const logs = await node.provider.getLogs({ address: event.rightsRegistry, fromBlock, toBlock: "latest" });
      const names = logs.map((log) => interfaces.EntryRightRegistry.parseLog(log)?.name);
      expect(names.filter((name) => name === "Admitted")).to.have.length(GUESTS);
      expect(names.filter((name) => name !== "Admitted")).to.deep.equal([]);
      const { forwarder } = suiteOf(node);
      const executed = await node.provider.getLogs({ address: forwarder, fromBlock, toBlock: "latest" });
      expect(executed.length, "requests that were paid for").to.equal(2);
      const after = await sqliteJournal(path);
      expect([await after.pending(), await after.calls()]).to.deep.equal([[], []]);
      await after.close();
    });
  }

  /** One life of the settling process. Returns how it ended. */
  async function live(
    path: string,
    wrap: (journal: GateJournal) => GateJournal = (one) => one,
    isDeaf = false,
  ): Promise<string> {
    const journal = await sqliteJournal(path);
    try {
      const mortalJournal = wrap(journal);
      const admissions = await journal.pending();
      const connection = await connected(isDeaf);
      const outcomes = await admitEntries(connection, {
        ...{ eventId: stage.show.eventId, admissions },
        ...{ journal: mortalJournal, concurrency: 1 },
      });
      const undecided = outcomes.find(({ status }) => status === "undecided");
      if (undecided?.status === "undecided") throw undecided.error;
      await mortalJournal.settle(outcomes);
      return "settled";
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      await journal.close();
    }
  }

  async function connected(isDeaf: boolean): Promise<Connection> {
    const { node, show, relay } = stage;
    const service = httpRelay({ url: relay.url, key: API_KEY });
    // The service takes the request, and the process dies before it reads the answer.
    const submit: Relay["submit"] = async (requests) => {
      await service.submit(requests);
      throw new Error(DEATH);
    };
    return connect({
      rpc: node.url,
      signer: show.gate.signer,
      relay: isDeaf ? { ...service, submit } : service,
      deployment: node.deployment,
    });
  }
});

/** A journal in whose calls the process dies. */
function mortal(journal: GateJournal, moment: Moment): GateJournal {
  return {
    ...journal,
    keepCall: async (call) => {
      if (moment === "before the call is kept") throw new Error(DEATH);
      await journal.keepCall(call);
      if (moment === "before it is sent") throw new Error(DEATH);
    },
    settle: async (outcomes) => {
      if (moment === "after the receipt") throw new Error(DEATH);
      await journal.settle(outcomes);
    },
  };
}
