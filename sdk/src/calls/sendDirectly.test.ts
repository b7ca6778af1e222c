import { expect } from "chai";
import { refusalOf } from "doorkey-test-support/transports";
import { type TransactionRequest, type TransactionResponse, Wallet } from "ethers";
import { act, register } from "../../test/helpers/acts.ts";
import { nodeSaying } from "../../test/helpers/nodeSaying.ts";
import type { Connection } from "../chain/Connection.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { encodeCall } from "./encodeCall.ts";
import { sendDirectly } from "./sendDirectly.ts";

const soon = () => Date.now() + 60_000;

/** A signer whose estimates are these, and which keeps what it sends. */
class WatchedWallet extends Wallet {
  readonly sent: TransactionRequest[] = [];
  estimate: bigint | undefined;

  override estimateGas(transaction: TransactionRequest): Promise<bigint> {
    return this.estimate === undefined ? super.estimateGas(transaction) : Promise.resolve(this.estimate);
  }

  override sendTransaction(transaction: TransactionRequest): Promise<TransactionResponse> {
    this.sent.push(transaction);
    return super.sendTransaction(transaction);
  }
}

describe("sendDirectly", () => {
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

  const registration = (name = "Zepp Hall") => encodeCall(connection, "EventRegistry", "register", [name, ""]);
  const teams = async () => Number(await connection.contracts.events.teamCount());

  it("sends the call to this chain, with a fifth more gas than the estimate", async () => {
    signer.estimate = 500_004n;
    const call = registration();
    const { id, wait } = await sendDirectly(connection, call);
    const { to, data } = call;
    const { chainId } = connection;
    expect(signer.sent).to.deep.equal([{ chainId, to, data, gasLimit: 600_004n }]);
    expect((await wait("mined", soon())).hash).to.equal(id);
  });

  it("asks for no more gas than a transaction may have", async () => {
    for (const [estimate, gasLimit] of [
      [13_981_013n, 16_777_215n],
      [13_981_014n, 16_777_216n],
      [13_981_015n, 16_777_216n],
      [20_000_000n, 16_777_216n],
    ] as const) {
      signer.estimate = estimate;
      await sendDirectly(connection, registration());
      expect(signer.sent.at(-1)?.gasLimit, `${estimate}`).to.equal(gasLimit);
    }
  });

  it("sends calls of one signer that come together one after the other, each once", async () => {
    const before = await teams();
    const sent = await Promise.all(Array.from({ length: 8 }, () => sendDirectly(connection, registration())));
    await Promise.all(sent.map(({ wait }) => wait("mined", soon())));
    expect(new Set(sent.map(({ id }) => id)).size).to.equal(8);
    expect(await teams()).to.equal(before + 8);
  });

  /** A call of a team's admin, and the block in which another admin had dismissed it before. */
  async function sendTooLate(): Promise<Awaited<ReturnType<typeof sendDirectly>>> {
    const rival = await chain.connect(await chain.fundedKey(), { relay: false });
    const team = await register(rival, "EventRegistry", "https://zepp.example");
    await act(rival, "EventRegistry", "setRole", [team, signer.address, 2]);
    await chain.provider.send("evm_setAutomine", [false]);
    try {
      const sent = await sendDirectly(connection, encodeCall(connection, "EventRegistry", "setActive", [team, false]));
      const { to, data } = encodeCall(rival, "EventRegistry", "setRole", [team, signer.address, 0]);
      const maxFeePerGas = 100_000_000_000n;
      const fees = { maxFeePerGas, maxPriorityFeePerGas: maxFeePerGas };
      await rival.signer?.sendTransaction({ to, data, gasLimit: 200_000n, ...fees });
      await chain.provider.send("evm_mine", []);
      return sent;
    } finally {
      await chain.provider.send("evm_setAutomine", [true]);
    }
  }

  it("says why a call failed in its block although it was estimated to succeed", async () => {
    const { id, wait } = await sendTooLate();
    const { code, name, message } = await refusalOf(wait("mined", soon()));
    expect([code, name]).to.deep.equal(["CALL_REVERTED", "TeamAdminOnly"]);
    expect(message).to.contain(`setActive reverted in transaction ${id}.`);
  });

  it("says that a call failed of which the node does not say why", async () => {
    const { provider } = connection;
    connection = { ...connection, provider: nodeSaying(provider, { call: async () => "0x" }) };
    const { id, wait } = await sendTooLate();
    const { code, name, message } = await refusalOf(wait("mined", soon()));
    expect([code, name]).to.deep.equal(["CALL_REVERTED", undefined]);
    expect(message).to.contain(`setActive reverted in transaction ${id}.`);
  });

  for (const [what, failure, code] of [
    ["did not answer", Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }), "CALL_UNDECIDED"],
    ["was busy", new Error("Too Many Requests"), "CALL_UNDECIDED"],
    ["refuses it without enough ether", new Error("insufficient funds for gas"), "FUNDS_MISSING"],
    ["has another transaction of the nonce", new Error("nonce too low"), "NONCE_TAKEN"],
  ] as const) {
    it(`reports ${code} when the node ${what}`, async () => {
      const losing = nodeSaying(chain.provider, { broadcastTransaction: () => Promise.reject(failure) });
      const before = await teams();
      const cut = await chain.connect(signer.connect(losing), { relay: false });
      const refusal = await refusalOf(sendDirectly(cut, registration()));
      expect(refusal.code).to.equal(code);
      expect(refusal.message.includes("did not say whether it accepted")).to.equal(code === "CALL_UNDECIDED");
      expect(await teams()).to.equal(before);
    });
  }
});
