import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { HALL, openShow, type Show } from "doorkey-test-support/show";
import { refusalOf, TRANSPORTS } from "doorkey-test-support/transports";
import { Wallet } from "ethers";
import { grantedOf, strangerAt } from "../../../test/helpers/acts.ts";
import { withoutLogs } from "../../../test/helpers/withoutLogs.ts";
import type { Connection } from "../../chain/Connection.ts";
import { forwarderOf } from "../../chain/forwarderOf.ts";
import type { Hex } from "../../core/Hex.ts";
import { requestDigest } from "../../relay/forwardRequest.ts";
import type { Relay } from "../../relay/Relay.ts";
import type { RequestStatus, WireSignedRequest } from "../../relay/wire.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import type { GrantJournal } from "./GrantJournal.ts";
import type { GrantRow } from "./GrantRow.ts";
import { grantJournalFile } from "./grantJournalFile.ts";
import { grantMany } from "./grantMany.ts";

const HOUR = 3_600;
const DEATH = "the process died";
const rows: GrantRow[] = Array.from({ length: 1_300 }, (_, i) => ({ className: "standing", holder: strangerAt(i) }));

for (const transport of TRANSPORTS) {
  describe(`grantMany with a journal, ${transport}`, () => {
    const folder = mkdtempSync(join(tmpdir(), "doorkey-resume-"));
    let chain: TestChain;
    let selling: Show;
    let path: string;
    let files = 0;
    before(async () => {
      chain = await startTestChain();
    });
    beforeEach(async () => {
      selling = await openShow(chain, { transport, classes: HALL });
      path = join(folder, `${files++}.journal`);
    });
    after(async () => {
      await chain.close();
      rmSync(folder, { recursive: true });
    });

    const run = (change: Partial<grantMany.Parameters> = {}, connection: Connection = selling.agent) =>
      grantMany(connection, {
        agentId: selling.agentId,
        eventId: selling.eventId,
        rows,
        journal: grantJournalFile(path),
        concurrency: 1,
        ...change,
      });
    it("refuses a second run of a journal in use, and does not disturb the first", async () => {
      const inner = grantJournalFile(path);
      let second: Promise<string> | undefined;
      const journal: GrantJournal = {
        ...inner,
        append: async (batch) => {
          second ??= refusalOf(run({ journal })).then(({ code }) => code);
          await second;
          await inner.append(batch);
        },
      };
      await expectAllOnce(await run({ journal }));
      expect(await second).to.equal("JOURNAL_LOCKED");
    });

    const deathOf = (life: Promise<unknown>) =>
      life.then(
        () => "none",
        ({ message }) => message,
      );

    /** A journal in which the process dies at the append of this number, before or after the append is on the disk. */
    const dyingJournal = (number: number, when: "before" | "after"): GrantJournal => {
      const journal = grantJournalFile(path);
      let count = 0;
      return {
        ...journal,
        append: async (batch) => {
          if (++count !== number) return journal.append(batch);
          if (when === "after") await journal.append(batch);
          throw new Error(DEATH);
        },
      };
    };

    /** A connection on which every request executes, and the answers are lost from this one on. */
    const deafConnection = (from = 1): Connection => {
      const { agent } = selling;
      let count = 0;
      const isLost = () => ++count >= from;
      if (agent.relay !== undefined) {
        const { relay } = agent;
        return {
          ...agent,
          relay: {
            ...relay,
            submit: async (requests) => {
              const results = await relay.submit(requests);
              if (isLost()) throw new Error("the line is dead");
              return results;
            },
          },
        };
      }
      const signer = agent.signer as Wallet;
      const deaf = new Wallet(signer.privateKey, agent.provider);
      const send = deaf.sendTransaction.bind(deaf);
      Object.assign(deaf, {
        sendTransaction: async (...args: Parameters<typeof send>) => {
          const sent = await send(...args);
          await sent.wait();
          if (isLost()) throw new Error("the line is dead");
          return sent;
        },
      });
      return { ...agent, signer: deaf };
    };

    const expectAllOnce = async (result: grantMany.Result) => {
      expect([result.granted, result.refused, result.skipped]).to.deep.equal([rows.length, 0, 0]);
      expect(await grantedOf(selling, 1)).to.equal(rows.length);
      const ids = result.results.flatMap((one) => (one.status === "granted" ? one.rightIds : []));
      expect(new Set(ids).size).to.equal(rows.length);
      const holders = await Promise.all(
        [0, 700, rows.length - 1].map(async (i) => (await selling.agent.contracts.rights.rightOf(ids[i] ?? 0n)).holder),
      );
      expect(holders.map(BigInt)).to.deep.equal([0, 700, rows.length - 1].map((i) => BigInt(strangerAt(i))));
    };

    for (const number of [1, 2]) {
      for (const when of ["before", "after"] as const) {
        it(`grants each row once if the process dies ${when} batch ${number} is in the journal`, async () => {
          expect(await deathOf(run({ journal: dyingJournal(number, when) }))).to.equal(DEATH);
          expect(await grantedOf(selling, 1)).to.equal(number === 1 ? 0 : 1_228);
          await expectAllOnce(await run());
        });
      }
    }

    it("asks the chain when the answer to a request is lost", async () => {
      await expectAllOnce(await run({}, deafConnection()));
    });

    it("grants nothing again while its node has the newest block without its logs", async () => {
      const behind = withoutLogs(deafConnection(2), ({ blockNumber }, latest) => blockNumber === latest);
      expect(await deathOf(run({ concurrency: 2 }, behind))).to.contain("the line is dead");
      expect(await grantedOf(selling, 1)).to.equal(rows.length);
      await expectAllOnce(await run());
    });

    it("grants rows whose holders have rights that are not in the journal", async () => {
      const three = rows.slice(0, 3);
      const { agent, agentId, eventId } = selling;
      await grantMany(agent, { agentId, eventId, rows: three });
      const first = await run({ rows: three });
      expect([first.granted, first.skipped]).to.deep.equal([3, 0]);
      expect(await run({ rows: three })).to.deep.equal(first);
      expect(await grantedOf(selling, 1)).to.equal(6);
      const [, batch] = readFileSync(path, "utf8").trim().split("\n");
      expect(JSON.parse(batch ?? "").rows).to.deep.equal([0, 1, 2]);
    });

    it("returns the same results again when all is done", async () => {
      const first = await run();
      expect(await run()).to.deep.equal(first);
      expect(await grantedOf(selling, 1)).to.equal(rows.length);
    });

    it("signs again what did not execute by its deadline", async () => {
      const restore = await chain.snapshot();
      expect(await deathOf(run({ journal: dyingJournal(1, "after") }))).to.equal(DEATH);
      await chain.clock.travelTo((await chain.clock.now()) + 2 * HOUR);
      await expectAllOnce(await run());
      await restore();
    });

    it("is refused for other rows", async () => {
      await run({ rows: rows.slice(0, 3) });
      const other = rows.slice(0, 3).map((row, i) => (i === 1 ? { ...row, quantity: 2 } : row));
      for (const changed of [other, rows.slice(0, 2), [...rows.slice(0, 3)].reverse()]) {
        expect((await refusalOf(run({ rows: changed }))).code).to.equal("JOURNAL_FOREIGN");
      }
      expect(await grantedOf(selling, 1)).to.equal(3);
    });

    it("is refused while another process has it", async () => {
      const other = grantJournalFile(path);
      await run({ rows: [] });
      const head = JSON.parse(readFileSync(path, "utf8"));
      await other.open(head);
      expect((await refusalOf(run({ rows: [] }))).code).to.equal("JOURNAL_LOCKED");
      await other.close();
      expect((await run({ rows: [] })).rows).to.equal(0);
    });

    if (transport === "direct") {
      it("grants again what orphaned blocks undid", async () => {
        const restore = await chain.snapshot();
        await run();
        await restore();
        expect(await grantedOf(selling, 1)).to.equal(0);
        await expectAllOnce(await run());
      });

      it("stops when the signer has no ether left, and continues when it has some", async () => {
        const { address } = selling.agent.signer as Wallet;
        const balance = await chain.provider.getBalance(address);
        await chain.provider.send("hardhat_setBalance", [address, "0x1000"]);
        expect((await refusalOf(run())).code).to.equal("FUNDS_MISSING");
        await chain.provider.send("hardhat_setBalance", [address, `0x${balance.toString(16)}`]);
        await expectAllOnce(await run());
      });
    } else {
      it("does not send again what an earlier run gave up after its relay rejected it", async () => {
        const at = new Date().toISOString();
        const rejected = (digest: Hex): RequestStatus => {
          return { digest, kind: "request", state: "rejected", receivedAt: at, updatedAt: at };
        };
        const digests: Hex[] = [];
        const rejecting: Relay = {
          ...chain.relay,
          submit: async ([signed]) => {
            const digest = requestDigest(forwarderOf(selling.agent), (signed as WireSignedRequest).request);
            digests.push(digest);
            return [{ digest, status: rejected(digest) }];
          },
          status: async (digest) => rejected(digest),
        };
        const life = run({ journal: dyingJournal(2, "after") }, { ...selling.agent, relay: rejecting });
        expect([await deathOf(life), digests.length]).to.deep.equal([DEATH, 1]);

        const sent: Hex[] = [];
        const listening: Relay = {
          ...chain.relay,
          submit: async (requests) => {
            sent.push(...requests.map(({ request }) => requestDigest(forwarderOf(selling.agent), request)));
            return chain.relay.submit(requests);
          },
        };
        await expectAllOnce(await run({}, { ...selling.agent, relay: listening }));
        expect(sent).not.to.include(digests[0]);
      });

      it("needs the relay that the requests were signed for", async () => {
        expect(await deathOf(run({ journal: dyingJournal(1, "after") }))).to.equal(DEATH);
        const { code, message } = await refusalOf(run({}, { ...selling.agent, relay: undefined }));
        expect([code, message.includes("connect with its relay")]).to.deep.equal(["CALL_UNDECIDED", true]);
        await expectAllOnce(await run());
      });
    }
  });
}
