import { expect } from "chai";
import { join, type Member, refusalOf } from "doorkey-test-support/transports";
import { getBytes, makeError, type Provider, type TransactionRequest, type TransactionResponse, Wallet } from "ethers";
import { nodeSaying } from "../../../test/helpers/nodeSaying.ts";
import type { Connection } from "../../chain/Connection.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { encodeCall } from "../encodeCall.ts";
import { deliver } from "./deliver.ts";
import type { JournaledRequest } from "./JournaledRequest.ts";
import { signCall } from "./signCall.ts";

const soon = () => Date.now() + 60_000;

/** A signer that keeps what it is given to send, after its node refused the first attempts with these codes. */
class WatchedWallet extends Wallet {
  readonly sent: TransactionRequest[] = [];
  readonly refusals: ("NONCE_EXPIRED" | "REPLACEMENT_UNDERPRICED" | "INSUFFICIENT_FUNDS")[] = [];
  /** What it sends instead of the gas limit that it is given. */
  gasLimit: bigint | undefined;

  override sendTransaction(transaction: TransactionRequest): Promise<TransactionResponse> {
    this.sent.push(transaction);
    const refusal = this.refusals.shift();
    if (refusal !== undefined) return Promise.reject(makeError("refused", refusal as "UNKNOWN_ERROR"));
    const { gasLimit } = this;
    return super.sendTransaction(gasLimit === undefined ? transaction : { ...transaction, gasLimit });
  }
}

describe("deliver", () => {
  let chain: TestChain;
  let signer: WatchedWallet;
  let connection: Connection;
  before(async () => {
    chain = await startTestChain();
  });
  beforeEach(async () => {
    signer = new WatchedWallet((await chain.fundedKey()).privateKey, chain.provider);
    connection = await chain.connect(signer, { relay: false });
  });
  after(() => chain.close());

  const sign = (by: Connection = connection, uri = "https://a.b"): Promise<JournaledRequest> =>
    signCall(by, encodeCall(by, "AgentRegistry", "register", ["Tickets & Co", uri]));
  const teams = async () => Number(await connection.contracts.agents.teamCount());

  it("forms a transaction again, up to eight times, while another process takes its account nonce", async () => {
    for (const [refused, times] of [
      [7, 8],
      [8, 8],
    ] as const) {
      const before = await teams();
      signer.sent.length = 0;
      for (let i = 0; i < refused; i++) signer.refusals.push(i % 2 === 0 ? "NONCE_EXPIRED" : "REPLACEMENT_UNDERPRICED");
      const delivered = deliver(connection, await sign(), soon());
      if (refused < 8) await delivered;
      else expect((await refusalOf(delivered)).code).to.equal("NONCE_TAKEN");
      expect(signer.sent.length).to.equal(times);
      expect(await teams()).to.equal(before + (refused < 8 ? 1 : 0));
    }
  });

  it("reports another refusal of the node at once", async () => {
    signer.refusals.push("INSUFFICIENT_FUNDS");
    expect((await refusalOf(deliver(connection, await sign(), soon()))).code).to.equal("FUNDS_MISSING");
    expect(signer.sent.length).to.equal(1);
  });

  it("sends enough gas that the forwarder can give the call what was signed, however long it is", async () => {
    for (const length of [12, 2_048]) {
      const request = await sign(connection, `https://${"x".repeat(length - 8)}`);
      // A call whose own gas is small beside its data is paid for by its data.
      const transaction = await deliver(connection, request, soon());
      const { gasLimit, chainId } = signer.sent.at(-1) ?? {};
      expect(chainId).to.equal(connection.chainId);
      expect(Number(gasLimit)).to.be.within(Number(transaction.gasUsed), 16_777_216);
      expect(Number(gasLimit)).to.be.above((Number(request.signed.request.gas) * 64) / 63);
    }
  });

  it("asks for no more gas than a transaction may have, and no less than its data costs", async () => {
    const { signed, ...request } = await sign();
    const limitFor = async (gas: string, { data } = signed.request) => {
      signer.refusals.push("INSUFFICIENT_FUNDS");
      const large = { ...request, signed: { ...signed, request: { ...signed.request, gas, data } } };
      expect((await refusalOf(deliver(connection, large, soon()))).code).to.equal("FUNDS_MISSING");
      return signer.sent.at(-1)?.gasLimit;
    };
    expect(Number(await limitFor("15000000"))).to.be.within((15_000_000 * 64) / 63, 16_777_215);
    expect(await limitFor("16500000")).to.equal(16_777_216n);
    // The chain asks for 40 gas a byte, also if the call needs less, and takes 16 of them from what a call needs.
    const data = `0x${"12".repeat(40_000)}` as const;
    const least = await limitFor("1", { ...signed.request, data });
    expect(least).to.equal(21_000n + 40n * BigInt(getBytes(String(signer.sent.at(-1)?.data)).length));
    expect(Number(await limitFor("1000000", { ...signed.request, data }))).to.be.within(1_677_000, 1_900_000);
  });

  it("does not know the outcome of a request whose transaction reverted before it", async () => {
    const request = await sign();
    const before = await teams();
    signer.gasLimit = 100_000n;
    // The chain makes a block when it is asked for the receipt, so that it does not refuse the transaction before.
    const getTransactionReceipt: Provider["getTransactionReceipt"] = async (hash) => {
      await chain.provider.send("evm_mine", []);
      return chain.provider.getTransactionReceipt(hash);
    };
    const provider = nodeSaying(chain.provider, { getTransactionReceipt });
    await chain.provider.send("evm_setAutomine", [false]);
    const { code, message } = await refusalOf(deliver({ ...connection, provider }, request, soon()));
    await chain.provider.send("evm_setAutomine", [true]);
    expect(code).to.equal("CALL_UNDECIDED");
    expect(message).to.match(/Transaction 0x[0-9a-f]{64} reverted before it reached the request\./);
    expect(await teams()).to.equal(before);
  });

  it("does not send a request that was signed for a relay without one", async () => {
    const member: Member = await join(chain, "relay");
    const request = await sign(member);
    const { code, message } = await refusalOf(deliver({ ...member, relay: undefined }, request, soon()));
    expect(code).to.equal("CALL_UNDECIDED");
    expect(message).to.contain(`was signed for the relayer ${request.signed.request.relayer}: connect with its relay.`);
    await deliver(member, request, soon());
  });

  it("sends a request that names its signer itself, although the connection has a relay", async () => {
    const request = await sign();
    const before = await teams();
    let submitted = 0;
    const submit: typeof chain.relay.submit = async () => {
      submitted++;
      return [];
    };
    await deliver({ ...connection, relay: { ...chain.relay, submit } }, request, soon());
    expect([submitted, await teams()]).to.deep.equal([0, before + 1]);
  });
});
