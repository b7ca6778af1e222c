import { expect } from "chai";
import { type Address, checksummed } from "doorkey";
import { walletOf } from "doorkey-test-support/keys";
import { sql } from "kysely";
import pg from "pg";
import { type Chain, openChain } from "../src/chain/Chain.ts";
import { RpcUnreachable, rpcEndpoint } from "../src/chain/jsonRpc.ts";
import { type Part, type ReadinessNeeds, readiness, wholeOf } from "../src/metrics/readiness.ts";
import { type PauseScope, pausedScopes, setPaused } from "../src/storage/index.ts";
import { onEachStorage } from "./helpers/stage.ts";
import { engineOn, queue, signerFrom } from "./helpers/world.ts";

const LEASE_SECONDS = 60;
const [one, two] = [walletOf("relay 0"), walletOf("relay 1")];
const GOOD: Readonly<Record<Part, readonly string[]>> = { intake: [], sending: [], reading: [] };

onEachStorage("readiness", (stage, kind) => {
  let clock = 0;

  /** The reasons of each part now. Each call is a second later, because answers are remembered for one. */
  async function measured(change: Partial<ReadinessNeeds> & { maxHeadAgeSeconds?: number } = {}) {
    const { db, node } = stage;
    const { maxHeadAgeSeconds, ...needs } = change;
    const chain = openChain({ endpoints: [rpcEndpoint(node.url)], confirmations: 3 });
    const config = {
      chain: { maxHeadAgeSeconds },
      fees: { lowBalance: 5n * 10n ** 16n },
      batches: { leaseSeconds: LEASE_SECONDS, bumpAfterSeconds: 30 },
    } as ReturnType<ReadinessNeeds["config"]>;
    clock += 1_000;
    const parts = await readiness({
      db,
      chain,
      config: () => config,
      signers: [{ address: one.address as Address }],
      paused: () => pausedScopes(db),
      now: () => clock,
      // A slow machine is not a reason.
      timeoutMs: 30_000,
      ...needs,
    })();
    const reasons = {
      intake: parts.intake.reasons,
      sending: parts.sending.reasons,
      reading: parts.reading.reasons,
    };
    return { reasons, warnings: wholeOf(parts).warnings };
  }

  const nameOf = ({ address }: { address: string }) => `Signer ${checksummed(address as Address)}`;
  const age = (column: "seen_at", seconds: number) =>
    sql`update replicas set ${sql.ref(column)} = clock_timestamp() - ${seconds} * interval '1 second'`.execute(
      stage.db,
    );

  it("is there once a replica has brought a funded signer up to date", async () => {
    expect((await measured()).reasons).to.deep.equal({
      intake: ["No running replica has a key to send with."],
      sending: ["No replica holds a key to send with."],
      reading: [],
    });
    await engineOn(stage.db, stage.node).tick();
    expect((await measured()).reasons).to.deep.equal(GOOD);
  });

  it("loses sending and nothing else to a low wallet", async () => {
    await engineOn(stage.db, stage.node).tick();
    await stage.node.fund(one.address, 5n * 10n ** 16n);
    expect((await measured()).reasons).to.deep.equal(GOOD);
    await stage.node.fund(one.address, 5n * 10n ** 16n - 1n);
    const { reasons } = await measured();
    expect(reasons).to.deep.include({ intake: [], reading: [] });
    expect(reasons.sending).to.have.length(1);
    expect(reasons.sending[0]).to.match(
      new RegExp(`^${nameOf(one)} has too little ether: 0\\.0499\\d+ ether of the 0\\.05`),
    );
  });

  it("loses sending and nothing else to a signer whose account got code (F40)", async () => {
    const engine = engineOn(stage.db, stage.node);
    await engine.tick();
    await stage.node.send("hardhat_setCode", one.address, `0xef0100${stage.target.slice(2)}`);
    await queue(stage.db, stage.node, stage.target, 1);
    await engine.tick();
    const { reasons } = await measured();
    expect(reasons).to.deep.include({ intake: [], reading: [] });
    expect(reasons.sending.join()).to.match(
      new RegExp(`^${nameOf(one)} has code \\(EIP-7702\\) since .*nothing new is built`),
    );
    await stage.node.send("hardhat_setCode", one.address, "0x");
    await engine.tick();
    expect((await measured()).reasons).to.deep.equal(GOOD);
  });

  it("loses sending when the process that holds the lease is dead, before and after the lease ends", async () => {
    await engineOn(stage.db, stage.node, { options: { leaseMs: LEASE_SECONDS * 1_000 } }).tick();
    await age("seen_at", 30);
    expect((await measured()).reasons).to.deep.equal(GOOD);
    await age("seen_at", 41);
    expect((await measured()).reasons.sending.join()).to.match(
      new RegExp(`^${nameOf(one)} is with a replica that has been silent for \\d\\d seconds\\.$`),
    );
    await age("seen_at", 1);
    await sql`update signers set lease_until = clock_timestamp() - interval '5 seconds'`.execute(stage.db);
    expect((await measured()).reasons.sending.join()).to.match(
      new RegExp(`^${nameOf(one)} is with a replica whose lease ended \\d+ seconds ago\\.$`),
    );
  });

  it("warns of one signer while another one works", async () => {
    const signers = [signerFrom(one), signerFrom(two)];
    await engineOn(stage.db, stage.node, { signers }).tick();
    await stage.node.fund(two.address, 1n);
    const { reasons, warnings } = await measured();
    expect(reasons).to.deep.equal(GOOD);
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain(nameOf(two)).and.contain("too little ether");
    await stage.node.fund(two.address);
  });

  it("says what an operator paused", async () => {
    await engineOn(stage.db, stage.node).tick();
    const paused = async (scope: PauseScope) => {
      await setPaused(stage.db, scope, true);
      const { reasons } = await measured();
      await setPaused(stage.db, scope, false);
      return reasons;
    };
    const all = ["An operator paused the relay."];
    expect(await paused("all")).to.deep.equal({ intake: all, sending: all, reading: [] });
    expect(await paused("intake")).to.deep.equal({ ...GOOD, intake: ["An operator closed the intake."] });
    const scope = `signer:${one.address as Address}` as const;
    expect(await paused(scope)).to.deep.equal({ ...GOOD, sending: [`${nameOf(one)} is paused by an operator.`] });
    expect((await measured()).reasons).to.deep.equal(GOOD);
  });

  it("loses sending when a signer makes no progress, and has its trouble", async () => {
    let refuses = true;
    const failing = {
      ...signerFrom(one),
      signTransaction: async (transaction: Parameters<ReturnType<typeof signerFrom>["signTransaction"]>[0]) => {
        if (refuses) throw new Error("the key service refuses");
        return signerFrom(one).signTransaction(transaction);
      },
    };
    const engine = engineOn(stage.db, stage.node, { signers: [failing] });
    await engine.tick();
    await queue(stage.db, stage.node, stage.target, 1);
    await engine.tick();
    // One failed pass is not a standstill yet.
    expect((await measured()).reasons).to.deep.equal(GOOD);
    await sql`update signers set passed_at = clock_timestamp() - interval '181 seconds'`.execute(stage.db);
    expect((await measured()).reasons.sending.join()).to.match(
      new RegExp(
        `^${nameOf(one)} was last brought up to date \\d+ seconds ago. Its last trouble: Error: the key service`,
      ),
    );
    refuses = false;
    await engine.tick();
    expect((await measured()).reasons).to.deep.equal(GOOD);
    await sql`update transactions set created_at = clock_timestamp() - interval '200 seconds'`.execute(stage.db);
    expect((await measured()).reasons).to.deep.equal(GOOD);
    await sql`update transactions set created_at = clock_timestamp() - interval '302 seconds'`.execute(stage.db);
    expect((await measured()).reasons.sending[0]).to.match(/has a transaction that has waited for a block for 30\d s/);
  });

  it("measures the age of the head, up to the second", async () => {
    await engineOn(stage.db, stage.node).tick();
    const { head } = await openChain({ endpoints: [rpcEndpoint(stage.node.url)], confirmations: 3 }).look();
    const at = (seconds: number) => ({ now: () => (head.timestamp + seconds) * 1_000, maxHeadAgeSeconds: 120 });
    expect((await measured(at(120))).reasons).to.deep.equal(GOOD);
    expect((await measured(at(-500))).reasons).to.deep.equal(GOOD);
    const old = ["The newest block of the nodes is 121 seconds old; at most 120 are allowed."];
    expect((await measured(at(121))).reasons).to.deep.equal({ intake: old, sending: old, reading: [] });
    expect((await measured({ ...at(9_999), maxHeadAgeSeconds: undefined } as object)).reasons).to.deep.equal(GOOD);
  });

  it("keeps reading when no node answers", async () => {
    await engineOn(stage.db, stage.node).tick();
    const away: Pick<Chain, "look"> = { look: () => Promise.reject(new RpcUnreachable("no answer")) };
    const gone = ["No node of the chain answers."];
    expect((await measured({ chain: away })).reasons).to.deep.equal({ intake: gone, sending: gone, reading: [] });
  });

  // The embedded engine has no server to lock or to stop.
  if (kind === "embedded") return;

  it("writes a row, and says within its bound that none is taken", async () => {
    await engineOn(stage.db, stage.node).tick();
    const client = new pg.Client(stage.storage.postgres?.url);
    await client.connect();
    await client.query("begin; lock table write_probe in exclusive mode");
    // The lock is held for longer than the check waits.
    const { reasons } = await measured({ timeoutMs: 5_000 });
    for (const part of ["intake", "sending"] as const) {
      expect(reasons[part]).to.include("The database does not take writes.");
    }
    expect(reasons.reading).to.deep.equal([]);
    await client.query("rollback");
    await client.end();
    expect((await measured()).reasons).to.deep.equal(GOOD);
    const written = await stage.db.selectFrom("write_probe").select("written_at").executeTakeFirstOrThrow();
    await measured();
    const later = await stage.db.selectFrom("write_probe").select("written_at").executeTakeFirstOrThrow();
    expect(later.written_at.getTime()).to.be.greaterThan(written.written_at.getTime());
  });

  it("says when the database is away or of another version", async () => {
    await engineOn(stage.db, stage.node).tick();
    await sql`update kysely_migration set name = '0006_other' where name = '0006_operations'`.execute(stage.db);
    const { reasons } = await measured();
    await sql`update kysely_migration set name = '0006_operations' where name = '0006_other'`.execute(stage.db);
    for (const part of ["intake", "sending", "reading"] as const) {
      expect(reasons[part].join()).to.match(/tables are of another version|does not/);
    }
    await stage.storage.postgres?.stop();
    const away = (await measured({ timeoutMs: 5_000 })).reasons;
    await stage.storage.postgres?.start();
    expect(away.reading).to.include("The database does not answer questions.");
    expect(away.intake).to.include("The database does not take writes.");
  });
});
