import { expect } from "chai";
import type { Address } from "doorkey";
import { walletOf } from "doorkey-test-support/keys";
import { rpcEndpoint } from "../../src/chain/jsonRpc.ts";
import { assertDeployment, DeploymentMismatch, type Suite } from "../../src/engine/index.ts";
import {
  attemptsOf,
  expectNoTrouble,
  expectOnceEach,
  nextNonceOf,
  transactionsOf,
  typesOf,
} from "../helpers/checks.ts";
import { startProxy } from "../helpers/proxy.ts";
import { onEachStorage } from "../helpers/stage.ts";
import { deployMock, suiteOf } from "../helpers/suite.ts";
import { engineOn, queue, signerFrom, statesOf, type TestEngine } from "../helpers/world.ts";

const endpointStates = (engine: TestEngine) =>
  engine.events.flatMap((event) => (event.type === "endpoint" ? [event.state] : []));

onEachStorage("nodes", (stage) => {
  it("F18 leaves out a node that is behind until it has caught up", async () => {
    const { node, db, target } = stage;
    const stale = await startProxy(node.url);
    const old = await node.send("eth_getBlockByNumber", "latest", false);
    await node.mine(10);
    stale.setRule(({ method, params }) => {
      if (method === "eth_getBlockByNumber" && params?.[0] === "latest") return { kind: "answer", result: old };
      if (method === "eth_getTransactionCount") return { kind: "answer", result: "0x63" };
      return undefined;
    });
    const engine = engineOn(db, node, { urls: [stale.url, node.url] });
    const digests = await queue(db, node, target, 2);
    await engine.tick();
    expect(endpointStates(engine)).to.deep.equal(["behind", "healthy"]);
    // Its answers do not count, but transactions are sent to it too.
    expect(await nextNonceOf(db, walletOf("relay 0").address)).to.equal(1);
    expect(stale.count("eth_sendRawTransaction")).to.equal(1);
    stale.setRule();
    await node.mine();
    await engine.tick();
    expect(endpointStates(engine)).to.deep.equal(["behind", "healthy", "healthy"]);
    expect(await statesOf(db, digests)).to.deep.equal(["mined", "mined"]);
    await stale.close();
    expectNoTrouble(engine);
  });

  it("F18 concludes nothing from a receipt that one node lacks", async () => {
    const { node, db, target } = stage;
    const forgetful = await startProxy(node.url);
    const engine = engineOn(db, node, { urls: [forgetful.url, node.url] });
    const digests = await queue(db, node, target, 2);
    await engine.tick();
    forgetful.setRule(({ method }) =>
      method === "eth_getTransactionReceipt" ? { kind: "answer", result: null } : undefined,
    );
    await node.mine(8);
    await engine.tick();
    expect((await transactionsOf(db)).map(({ state }) => state)).to.deep.equal(["sent"]);
    // The next pass asks the other node.
    await engine.tick();
    expect(typesOf(engine)).not.to.include("displaced");
    expect(await statesOf(db, digests)).to.deep.equal(["mined", "mined"]);
    await expectOnceEach(node, digests);
    await forgetful.close();
  });

  it("F18 notices a node on another fork, and one that does not answer", async () => {
    const { node, db } = stage;
    await node.mine(10);
    const forked = await startProxy(node.url);
    const depth = `0x${(Number(await node.send("eth_blockNumber")) - 3).toString(16)}`;
    const other = await node.send("eth_getBlockByNumber", "0x1", false);
    forked.setRule(({ method, params }) =>
      method === "eth_getBlockByNumber" && params?.[0] === depth ? { kind: "answer", result: other } : undefined,
    );
    const silent = await startProxy(node.url);
    silent.setRule(() => ({ kind: "status", status: 429 }));
    const engine = engineOn(db, node, { urls: [node.url, forked.url, silent.url] });
    await engine.tick();
    expect(endpointStates(engine).sort()).to.deep.equal(["forked", "healthy", "unreachable"]);
    await Promise.all([forked.close(), silent.close()]);
    expectNoTrouble(engine);
  });

  it("F26 lets a replica send only for signers whose keys it has", async () => {
    const { node, db, target } = stage;
    const [one, two] = [walletOf("relay 1"), walletOf("relay 2")];
    const old = engineOn(db, node, { signers: [signerFrom(one)] });
    const fresh = engineOn(db, node, { signers: [signerFrom(one), signerFrom(two)] });
    const pinned = await queue(db, node, target, 2, { relayer: two.address as Address });
    const free = await queue(db, node, target, 2);
    await old.tick();
    expect(await statesOf(db, pinned)).to.deep.equal(["queued", "queued"]);
    await fresh.tick();
    await old.tick();
    await fresh.tick();
    expect(await statesOf(db, [...pinned, ...free])).to.deep.equal(Array(4).fill("assigned"));
    const rows = await transactionsOf(db);
    const signerOf = new Map(rows.map(({ id, signer }) => [id, signer]));
    const requests = await db
      .selectFrom("requests")
      .select(["digest", "tx_id"])
      .where("digest", "in", pinned)
      .execute();
    for (const { tx_id } of requests) expect(signerOf.get(tx_id ?? 0)).to.equal(two.address.toLowerCase());
    for (const { type, ...event } of old.events) {
      if (type === "sent" && "signer" in event) expect(event.signer).to.equal(one.address.toLowerCase());
    }
    await node.mine();
    await expectOnceEach(node, [...pinned, ...free]);
    expect(await attemptsOf(db)).to.have.length(rows.length);
    expectNoTrouble(old, fresh);
  });

  it("F27 refuses another chain or forwarder, a target that does not trust it, and a signer with code", async () => {
    const { node, target } = stage;
    const endpoint = rpcEndpoint(node.url);
    const signer = walletOf("relay 0").address as Address;
    const check = (suite: Suite, targets: Address[] = [target], signers = [{ address: signer }]) =>
      assertDeployment(endpoint, suite, targets, signers).then(
        () => "sound",
        (error: unknown) => (error instanceof DeploymentMismatch ? error.message : "another error"),
      );
    await node.automine(true);
    const untrusting = await deployMock(node, "ReturnBomb");
    await node.automine(false);

    expect(await check(suiteOf(node))).to.equal("sound");
    expect(await check({ ...suiteOf(node), chainId: 1 })).to.match(/is chain 31337, not 1/);
    expect(await check({ ...suiteOf(node), forwarder: signer })).to.match(/no forwarder/);
    expect(await check({ ...suiteOf(node), forwarder: target })).to.match(/no forwarder|not this relay's forwarder/);
    expect(await check(suiteOf(node), [suiteOf(node).rightsRegistry, untrusting])).to.match(/does not trust/);
    expect(await check(suiteOf(node), [signer])).to.match(/does not trust/);
    await node.send("hardhat_setCode", signer, `0xef0100${"11".repeat(20)}`);
    expect(await check(suiteOf(node))).to.match(/has code/);
    await node.send("hardhat_setCode", signer, "0x");
  });
});
