import { expect } from "chai";
import { join, type Member, refusalOf, TRANSPORTS, type Transport } from "doorkey-test-support/transports";
import { makeError, type Provider } from "ethers";
import { nodeSaying } from "../../../test/helpers/nodeSaying.ts";
import { interfaces } from "../../abi/contracts.ts";
import type { Connection } from "../../chain/Connection.ts";
import { forwarderOf } from "../../chain/forwarderOf.ts";
import { requestDigest } from "../../relay/forwardRequest.ts";
import type { Relay } from "../../relay/Relay.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { encodeCall } from "../encodeCall.ts";
import { signCall } from "./signCall.ts";

const MAX_GAS = 15_000_000n;

describe("signCall", () => {
  let chain: TestChain;
  const members = {} as Record<Transport, Member>;
  before(async () => {
    chain = await startTestChain();
    for (const transport of TRANSPORTS) members[transport] = await join(chain, transport);
  });
  after(() => chain.close());

  const registration = (by: Connection) => encodeCall(by, "AgentRegistry", "register", ["Tickets & Co", "https://a.b"]);
  const sign = (by: Connection) => signCall(by, registration(by));
  /** The signer pays itself, and its node estimates so. */
  const estimating = (estimateGas: Provider["estimateGas"]): Connection => {
    const { direct } = members;
    return { ...direct, provider: nodeSaying(direct.provider, { estimateGas }) as Connection["provider"] };
  };
  /** The relay prepares requests with so much gas. */
  const preparing = (gas: bigint): Connection => {
    const prepare: Relay["prepare"] = async (call) => {
      const { request, ...prepared } = await chain.relay.prepare(call);
      return { ...prepared, request: { ...request, gas: `${gas}` } };
    };
    return { ...members.relay, relay: { ...chain.relay, prepare } };
  };

  it("names the signer as relayer without a relay, for an hour, with a fifth more gas than the estimate", async () => {
    const { direct } = members;
    const { number, timestamp } = (await chain.provider.getBlock("latest")) ?? {};
    const { signed, digest, fromBlock } = await sign(estimating(async () => 500_004n));
    const { nonce, ...request } = signed.request;
    const { to, data } = registration(direct);
    const from = direct.signer.address;
    expect(request).to.deep.equal({ from, relayer: from, to, data, gas: "600004", deadline: (timestamp ?? 0) + 3_600 });
    expect([digest, fromBlock]).to.deep.equal([requestDigest(forwarderOf(direct), signed.request), number]);
  });

  it("signs up to the most gas that a transaction can carry, and no more", async () => {
    for (const by of [estimating(async () => 12_500_000n), preparing(MAX_GAS)]) {
      expect((await sign(by)).signed.request.gas).to.equal("15000000");
    }
    for (const by of [estimating(async () => 12_500_001n), preparing(MAX_GAS + 1n)]) {
      const { code, message } = await refusalOf(sign(by));
      expect([code, /register needs 1500000[0-9] gas\./.test(message)]).to.deep.equal(["CALL_TOO_LARGE", true]);
    }
  });

  it("takes a call that runs out of gas for too large, and no other that fails without a reason", async () => {
    const failing = (message: string, data: string | null = null) => {
      const info = { action: "estimateGas", data, reason: null, invocation: null, revert: null } as const;
      const failure = makeError(message, "CALL_EXCEPTION", { ...info, transaction: { to: null, data: "0x" } });
      return refusalOf(sign(estimating(() => Promise.reject(failure))));
    };
    for (const said of [
      "out of gas",
      "gas required exceeds allowance (16777216)",
      "it exceeds the block's gas limit",
    ]) {
      const { code, message } = await failing(said);
      expect([code, message.includes("register needs more gas than one transaction has.")], said).to.deep.equal([
        "CALL_TOO_LARGE",
        true,
      ]);
    }
    expect((await failing("missing revert data")).code).to.equal("CALL_REVERTED");
    const reverted = interfaces.AgentRegistry.encodeErrorResult("TeamAdminOnly", [1, members.direct.signer.address]);
    const { code, name } = await failing("out of gas", reverted);
    expect([code, name]).to.deep.equal(["CALL_REVERTED", "TeamAdminOnly"]);
  });

  it("reports a node that does not answer as such, also if it speaks of gas", async () => {
    const gone = Object.assign(new Error("socket hang up: out of gas"), { code: "ECONNRESET" });
    expect((await refusalOf(sign(estimating(() => Promise.reject(gone))))).code).to.equal("CHAIN_UNREACHABLE");
  });
});
