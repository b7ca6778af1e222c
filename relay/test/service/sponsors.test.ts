import { expect } from "chai";
import type { Hex } from "doorkey/buyer";
import { httpRelay, type RelayUsage, type Submitted, type WireSignedRequest } from "doorkey/relay";
import { walletOf } from "doorkey-test-support/keys";
import { parseEther } from "ethers";
import { until } from "../helpers/processes.ts";
import { admitData, grantData, rightsRegistryOf } from "../helpers/show.ts";
import { expectProblem } from "./helpers/expectProblem.ts";
import { ADMIN_KEY, API_KEY, OTHER_KEY, type RelayStage, startRelayStage } from "./helpers/relayStage.ts";

describe("sponsors", () => {
  let stage: RelayStage;
  before(async () => {
    stage = await startRelayStage();
  });
  after(() => stage.close());

  const forwarder = () => stage.node.deployment.contracts.GasRelayForwarder.address;
  const usage = (key = API_KEY, id = "zepp") => stage.call<RelayUsage>("GET", `/v1/sponsors/${id}/usage`, { key });
  const signerIs = async (action: "pause" | "resume") => {
    const { status } = await stage.call("POST", `/v1/admin/signers/${stage.signer.address}/${action}`, {
      key: ADMIN_KEY,
    });
    expect(status).to.equal(200);
  };
  /** Requests that cost exactly the same. Only their nonces differ. */
  async function burns(count: number, from = walletOf("burner")): Promise<WireSignedRequest[]> {
    const deadline = (await stage.node.clock.now()) + 3_000;
    return Promise.all(
      Array.from({ length: count }, (_, i) =>
        stage.sign(from, {
          from: from.address as Hex,
          to: forwarder(),
          gas: "0",
          nonce: String(i),
          deadline,
          relayer: stage.signer.address as Hex,
          data: "0x",
        }),
      ),
    );
  }

  it("reserve exactly what fits from requests at once, and settle the real cost", async () => {
    const all = await burns(50);
    const [first] = all;
    if (first === undefined) throw new Error("there are fifty");
    await signerIs("pause");
    expect((await stage.submit(first)).status).to.equal(202);
    const each = BigInt((await usage()).body.day.reserved);
    // It is far less than the same gas at the highest price that the relay offers.
    expect(each < 100_000n * stage.relay.config().fees.maxFeePerGas).to.equal(true);
    // Fourteen fit, and all but one wei of a fifteenth.
    const limit = each * 15n - 1n;
    await stage.reconfigure((text) => text.replace("perDay: 100 ether", `perDay: "${limit}"`));

    const answers = await Promise.all(all.map((signed) => stage.submit<Submitted>(signed)));
    expect(answers.filter(({ status }) => status === 202)).to.have.length(14);
    for (const answer of answers.filter(({ status }) => status !== 202)) expectProblem(answer, "BUDGET_EXHAUSTED");
    const { body } = await usage();
    expect(body.day).to.include({ limit: String(limit), reserved: String(each * 14n), spent: "0" });

    await signerIs("resume");
    const taken = all.filter((_, i) => answers[i]?.status === 202);
    const mined = await Promise.all(taken.map((signed) => stage.reaches(stage.digestOf(signed), "mined")));
    await stage.node.mine(3);
    for (const signed of taken) await stage.reaches(stage.digestOf(signed), "confirmed");
    const hashes = [...new Set(mined.map(({ transactionHash }) => transactionHash))];
    const receipts = await Promise.all(hashes.map((hash) => stage.node.provider.getTransactionReceipt(hash ?? "")));
    const paid = receipts.reduce((sum, receipt) => sum + (receipt?.fee ?? 0n), 0n);
    const settled = (await usage()).body;
    expect(settled.day).to.include({ reserved: "0", spent: String(paid) });
    expect(settled.month).to.include({ limit: String(parseEther("1000")), reserved: "0", spent: String(paid) });

    // A released reservation can be used again.
    const refused = all.find((_, i) => answers[i]?.status !== 202) as WireSignedRequest;
    expect((await stage.submit(refused)).status).to.equal(202);
    await stage.reaches(stage.digestOf(refused), "mined");
    await stage.reconfigure((text) => text.replace(/perDay: "\d+"/, "perDay: 100 ether"));
  });

  it("get back the reservation of a cancelled request", async () => {
    await signerIs("pause");
    const before = (await usage()).body.day.reserved;
    const [signed] = await burns(1, walletOf("burner two"));
    if (signed === undefined) throw new Error("there is one");
    expect((await stage.submit(signed)).status).to.equal(202);
    expect((await usage()).body.day.reserved).not.to.equal(before);
    await stage.call("DELETE", `/v1/requests/${stage.digestOf(signed)}`, { key: API_KEY });
    expect((await usage()).body.day.reserved).to.equal(before);
    await signerIs("resume");
  });

  it("show their usage to themselves and to operators only", async () => {
    expectProblem(await stage.call("GET", "/v1/sponsors/zepp/usage"), "KEY_MISSING");
    expectProblem(await usage(OTHER_KEY), "KEY_WRONG");
    expectProblem(await usage("dk_nobody_nothing"), "KEY_UNKNOWN");
    // The answer does not show which sponsors exist.
    expectProblem(await usage(API_KEY, "nobody"), "KEY_WRONG");
    expectProblem(await usage(ADMIN_KEY, "nobody"), "SPONSOR_UNKNOWN");
    expect((await usage(ADMIN_KEY)).status).to.equal(200);
  });

  it("show their usage to a caller with their key, who need not know their id", async () => {
    const own = (key?: string) => stage.call<RelayUsage>("GET", "/v1/usage", key === undefined ? {} : { key });
    expect((await own(API_KEY)).body).to.deep.equal((await usage()).body);
    expect((await own(OTHER_KEY)).body.sponsor).not.to.equal("zepp");
    expectProblem(await own(), "KEY_MISSING");
    expectProblem(await own("dk_nobody_nothing"), "KEY_UNKNOWN");
    const relay = httpRelay({ url: stage.relay.url, key: API_KEY });
    expect(await relay.usage()).to.deep.equal((await usage()).body);
  });

  it("F23 are asked again before a queued request is sent", async () => {
    await signerIs("pause");
    const grant = () => stage.request(stage.show.agent.signer, rightsRegistryOf(stage.node), grantData(stage.show));
    const base = { ...(await burns(1, walletOf("burner three")))[0] } as WireSignedRequest;
    const signed = await stage.sign(stage.show.agent.signer, {
      ...base.request,
      from: stage.show.agent.signer.address as Hex,
      to: rightsRegistryOf(stage.node),
      data: grantData(stage.show),
      gas: "400000",
      nonce: "700",
    });
    expect((await stage.submit(signed)).status).to.equal(202);
    expect((await stage.submit(base)).status).to.equal(202);
    await stage.reconfigure((text) => text.replace("functions: [grant, revoke,", "functions: [revoke,"));
    await signerIs("resume");

    const rejected = await stage.reaches(stage.digestOf(signed), "rejected");
    expect(rejected.reason).to.deep.include({ code: "FUNCTION_NOT_SPONSORED" });
    expect((await stage.reaches(stage.digestOf(base), "mined")).outcome).to.equal("success");
    await stage.node.mine(3);
    await stage.reaches(stage.digestOf(base), "confirmed");
    expect((await usage()).body.day.reserved).to.equal("0");
    await stage.reconfigure((text) => text.replace("functions: [revoke,", "functions: [grant, revoke,"));
    expect((await stage.submit(await grant())).status).to.equal(202);
  });

  it("change with the file, without a restart; a file with a mistake changes nothing", async () => {
    const prepare = () => stage.prepare(stage.show.agent.signer, rightsRegistryOf(stage.node), grantData(stage.show));
    await stage.reconfigure((text) => text.replace("functions: [grant, revoke,", "functions: [grunt, revoke,"));
    expect((await prepare()).status).to.equal(200);
    expect(stage.log.join("")).to.contain("sponsors/0/allow/0/functions/0: EntryRightRegistry has no such function");
    await stage.reconfigure((text) => text.replace("functions: [grunt, revoke,", "functions: [revoke,"));
    expectProblem(await prepare(), "FUNCTION_NOT_SPONSORED");

    // The relay refuses a target that does not trust the forwarder, as at the start (F27).
    const nobody = walletOf("no contract").address;
    await stage.reconfigure((text) =>
      text
        .replace("functions: [revoke,", `functions: [grant, revoke,`)
        .concat(`      - { to: "${nobody}", functions: ["0x12345678"] }\n`),
    );
    expectProblem(await prepare(), "FUNCTION_NOT_SPONSORED");
    expect(stage.log.join("")).to.contain("does not trust the forwarder");

    // The relay watches the file, so no signal is needed.
    const { writeFile, readFile } = await import("node:fs/promises");
    const text = await readFile(stage.configFile, "utf8");
    await writeFile(stage.configFile, text.replace(/ {6}- \{ to: "0x.*\n/, ""));
    await until("the file was read again", async () => (await prepare()).status === 200);
  });

  it("are limited by key, by sender for each caller, and by the caller's address", async () => {
    const set = (name: string, points: number) =>
      stage.reconfigure((text) =>
        text.replace(new RegExp(`${name}: \\{ points: \\d+`), `${name}: { points: ${points}`),
      );
    const prepare = (from: string, key = API_KEY) =>
      stage.call("POST", "/v1/prepare", { body: { from, to: forwarder(), data: "0x" }, key });

    await set("perSender", 2);
    const from = walletOf("limited").address;
    for (let i = 0; i < 2; i++) expect((await prepare(from)).status).to.equal(200);
    const limited = await prepare(from);
    expectProblem(limited, "RATE_LIMITED");
    expect(Number(limited.headers.get("retry-after"))).to.be.within(1, 60);
    expect((await prepare(walletOf("another").address)).status).to.equal(200);
    // Another caller neither uses up this key's limit nor is held back by it.
    expect((await prepare(from, OTHER_KEY)).status).to.equal(200);

    await set("perSender", 100_000);
    await set("perKey", 2);
    for (let i = 0; i < 2; i++) expect((await prepare(from)).status).to.equal(200);
    expectProblem(await prepare(from), "RATE_LIMITED");
    expect((await prepare(from, OTHER_KEY)).status).to.equal(200);

    await set("perKey", 100_000);
    await set("perIp", 3);
    for (let i = 0; i < 3; i++) expect((await stage.call("GET", "/v1/info")).status).to.equal(200);
    expectProblem(await stage.call("GET", "/v1/info"), "RATE_LIMITED");
    // Without a key each item of a body counts, because the relay asks the chain for each.
    await set("perIp", 4);
    const { request } = (await burns(1))[0] as WireSignedRequest;
    const forged = (eventId: number) => ({
      request: { ...request, to: rightsRegistryOf(stage.node), data: admitData(eventId) },
      signature: `0x${"00".repeat(65)}`,
    });
    const hand = (requests: unknown[]) => stage.call("POST", "/v1/requests", { body: { requests } });
    expect((await hand([forged(901), forged(902)])).status).to.equal(202);
    expectProblem(await hand([forged(903), forged(904), forged(905)]), "RATE_LIMITED");
    // Limits never lock out supervisors.
    expect((await stage.call("GET", "/livez")).status).to.equal(200);
    await set("perIp", 100_000);
  });

  it("bound the waiting requests of one sender", async () => {
    await signerIs("pause");
    await stage.reconfigure((text) =>
      text.replace("minDeadlineSeconds: 15", "minDeadlineSeconds: 15, queuedPerSender: 3"),
    );
    const all = await burns(5, walletOf("a hoarder"));
    const { body } = await stage.submit<Submitted>(all);
    const codes = body.results.map((result) => ("problem" in result ? result.problem.code : "accepted"));
    expect(codes).to.deep.equal(["accepted", "accepted", "accepted", "QUEUE_FULL", "QUEUE_FULL"]);
    expect((await stage.submit(all[0] as WireSignedRequest)).status).to.equal(202);
    expectProblem(await stage.submit(all[3] as WireSignedRequest), "QUEUE_FULL");
    await signerIs("resume");
    for (const signed of all.slice(0, 3)) await stage.reaches(stage.digestOf(signed), "mined");
    expect((await stage.submit(all[3] as WireSignedRequest)).status).to.equal(202);
  });

  it("F15 bound the calls of one sender that fail on chain, and pay for no more of them", async () => {
    const bound = (most: number) =>
      stage.reconfigure((text) =>
        text.replace(
          /minDeadlineSeconds: 15(, failuresPerHour: \d+)?/,
          `minDeadlineSeconds: 15, failuresPerHour: ${most}`,
        ),
      );
    const agent = stage.show.agent.signer;
    const lastPlace = grantData({ ...stage.show, classId: 2 });
    const buyers: WireSignedRequest[] = [];
    for (let i = 0; i < 3; i++) buyers.push(await stage.request(agent, rightsRegistryOf(stage.node), lastPlace));
    await signerIs("pause");
    for (const signed of buyers) expect((await stage.submit(signed)).status).to.equal(202);
    await signerIs("resume");
    const ends = await Promise.all(buyers.map((signed) => stage.reaches(stage.digestOf(signed), "mined")));
    expect(ends.map(({ outcome }) => outcome).sort()).to.deep.equal(["failed", "failed", "success"]);
    await stage.node.mine(3);
    for (const signed of buyers) await stage.reaches(stage.digestOf(signed), "confirmed");

    const grant = () => stage.request(agent, rightsRegistryOf(stage.node), grantData(stage.show));
    await bound(2);
    const before = (await usage()).body.day;
    const blocked = await grant();
    const refusal = await stage.submit(blocked);
    expectProblem(refusal, "SENDER_BLOCKED");
    expect(refusal.headers.get("retry-after")).to.equal("600");
    expectProblem(await stage.call("GET", `/v1/requests/${stage.digestOf(blocked)}`), "REQUEST_UNKNOWN");
    expect((await usage()).body.day).to.deep.equal(before);
    // What is known keeps its status, and the failures of one sender do not hold back another.
    expect((await stage.submit(buyers[0] as WireSignedRequest)).status).to.equal(202);
    const [other] = await burns(1, walletOf("a careful sender"));
    expect((await stage.submit(other as WireSignedRequest)).status).to.equal(202);
    await stage.reaches(stage.digestOf(other as WireSignedRequest), "mined");

    await bound(3);
    expect((await stage.submit(blocked)).status).to.equal(202);
    expect((await stage.reaches(stage.digestOf(blocked), "mined")).outcome).to.equal("success");
  });
});
