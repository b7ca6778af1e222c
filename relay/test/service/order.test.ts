import { expect } from "chai";
import type { Hex } from "doorkey/buyer";
import type { WireForwardRequest, WireSignedRequest } from "doorkey/relay";
import type { ProblemCode } from "../../src/problems/problemTable.ts";
import { until } from "../helpers/processes.ts";
import { type Proxy as RpcProxy, startProxy } from "../helpers/proxy.ts";
import { grantData, rightsRegistryOf } from "../helpers/show.ts";
import { expectProblem } from "./helpers/expectProblem.ts";
import { configText, OTHER_KEY, type RelayStage, startRelayStage } from "./helpers/relayStage.ts";

describe("the order of the checks", () => {
  let stage: RelayStage;
  let proxy: RpcProxy;
  let good: WireSignedRequest;
  before(async () => {
    stage = await startRelayStage({
      config: async (node, show) => {
        proxy = await startProxy(node.url);
        return configText(node, show).replace(node.url, proxy.url);
      },
    });
    good = await stage.request(stage.show.agent.signer, rightsRegistryOf(stage.node), grantData(stage.show));
    // With a request under way the engine reads only heads and nonces, so contract calls are the intake's.
    await stage.submit(good);
    await stage.reaches(stage.digestOf(good), "mined");
  });
  after(async () => {
    await stage.close();
    await proxy.close();
  });

  /** How many calls of contracts the chain saw while `work` ran. */
  async function callsDuring(work: () => Promise<void>): Promise<number> {
    const before = proxy.count("eth_call");
    await work();
    return proxy.count("eth_call") - before;
  }

  it("F21 does not ask the chain about a request that it can refuse without it", async () => {
    const changed = (change: Partial<WireForwardRequest>): WireSignedRequest => ({
      ...good,
      request: { ...good.request, ...change },
    });
    const cheap: readonly (readonly [ProblemCode, WireSignedRequest, string?])[] = [
      ["GAS_TOO_HIGH", changed({ gas: "99999999999" })],
      ["DATA_TOO_LARGE", changed({ data: `0x${"00".repeat(100_000)}` })],
      ["RELAYER_OTHER", changed({ relayer: stage.show.agent.signer.address as Hex })],
      ["FUNCTION_NOT_SPONSORED", changed({ data: "0x12345678" })],
      ["TARGET_NOT_SPONSORED", changed({ nonce: "76" }), OTHER_KEY],
      ["KEY_UNKNOWN", good, "dk_nobody_nothing"],
      ["DEADLINE_TOO_NEAR", changed({ deadline: 1 })],
      ["DEADLINE_TOO_FAR", changed({ deadline: 2 ** 40 })],
    ];
    const spent = await callsDuring(async () => {
      for (let i = 0; i < 20; i++) {
        for (const [code, signed, key] of cheap) expectProblem(await stage.submit(signed, key), code);
        const { status } = await stage.submit(good);
        expect(status).to.equal(202);
      }
    });
    expect(spent).to.equal(0);
  });

  it("F21 checks the nonce before the signature, and simulates only signed requests", async () => {
    const forged = { ...good, request: { ...good.request, nonce: "77" } };
    expect(await callsDuring(async () => void expectProblem(await stage.submit(forged), "SIGNATURE_INVALID"))).to.equal(
      1,
    );
    const used = { ...good, request: { ...good.request, gas: "123456" } };
    expect(await callsDuring(async () => void expectProblem(await stage.submit(used), "NONCE_USED"))).to.equal(1);
  });

  it("answers that the chain is away, and when to retry", async () => {
    proxy.setRule(() => ({ kind: "drop" }));
    const { request, signature } = good;
    const other = { request: { ...request, nonce: "78" }, signature };
    // The last look at the head is remembered for a second, and refuses the signature until then.
    const codeOfOther = async () => (await stage.submit(other)).body.code;
    await until("it looks again", async () => (await codeOfOther()) !== "SIGNATURE_INVALID");
    const answer = await stage.submit(other);
    const { retryable } = expectProblem(answer, "CHAIN_UNREACHABLE");
    expect(retryable).to.equal(true);
    expect(answer.headers.get("retry-after")).to.equal("5");
    // A known request needs no chain.
    expect((await stage.submit(good)).status).to.equal(202);
    proxy.setRule();
    await until("the chain is back", async () => (await codeOfOther()) !== "CHAIN_UNREACHABLE");
    expectProblem(await stage.submit(other), "SIGNATURE_INVALID");
  });
});
