import { expect } from "chai";
import { BrowserProvider, getCreateAddress, keccak256, Transaction, toQuantity, VoidSigner, Wallet } from "ethers";
import type { Deployment } from "../chain/addresses/deployments.ts";
import { deploymentOn } from "../chain/addresses/deployments.ts";
import { CHAIN_ID, localNetwork, payerKey } from "../testing/localNetwork.ts";
import { CREATE2_PROXY, CREATE2_PROXY_CODE } from "./create2Proxy.ts";
import { deploySuite } from "./deploySuite.ts";
import { planDeployment } from "./planDeployment.ts";
import { suitePlan } from "./suitePlan.ts";
import { verifySuite } from "./verifySuite.ts";

type Call = { readonly method: string; readonly params?: unknown[] | Record<string, unknown> };
type Node = { request(call: Call): Promise<unknown> };

/** Answers a call in place of the chain, or passes it on. */
type Between = (call: Call, pass: () => Promise<unknown>) => Promise<unknown>;

describe("deploySuite", () => {
  let node: Node;
  let close: () => Promise<void>;
  beforeEach(async () => {
    const { hre, name } = await localNetwork();
    const network = await hre.network.create(name);
    node = { request: (call) => network.provider.request({ params: [], ...call } as never) };
    close = () => network.close();
  });
  afterEach(() => close());

  const providerOver = (between: Between = (_, pass) => pass()) =>
    new BrowserProvider({ request: (call: Call) => between(call, () => node.request(call)) } as never, CHAIN_ID, {
      cacheTimeout: -1,
    });
  const payer = (between?: Between) => new Wallet(payerKey.privateKey, providerOver(between));
  const send = (method: string, ...params: unknown[]) => node.request({ method, params });
  const nonceOf = async (address: string) => Number(await send("eth_getTransactionCount", address, "latest"));
  const fundedKey = async (wei = 10n ** 20n) => {
    const key = new Wallet(Wallet.createRandom().privateKey, providerOver());
    await send("hardhat_setBalance", key.address, toQuantity(wei));
    return key;
  };
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => ({ code: "done", message: "" }),
      ({ code, message }) => ({ code, message }),
    );
  const withoutBlocks = ({ contracts }: Deployment) =>
    Object.values(contracts).map(({ block: _, ...contract }) => contract);

  it("gives the same addresses and code, for any deployer, from any nonce, with or without a proxy", async () => {
    const deployer = await fundedKey();
    await (await deployer.sendTransaction({ to: deployer.address })).wait();
    const deployment = await deploySuite(deployer);
    const known = deploymentOn(CHAIN_ID);
    expect(known && withoutBlocks(deployment)).to.deep.equal(known && withoutBlocks(known));
    expect(await providerOver().getCode(CREATE2_PROXY)).to.equal(CREATE2_PROXY_CODE);
    for (const { address, codeHash, block } of Object.values(deployment.contracts)) {
      expect(keccak256(await providerOver().getCode(address))).to.equal(codeHash);
      expect(await providerOver().getCode(address, block - 1)).to.equal("0x");
    }
  });

  it("sends nothing for a suite that is there, and finds the blocks again", async () => {
    const first = await deploySuite(payer());
    const count = await nonceOf(payer().address);
    expect(await deploySuite(payer())).to.deep.equal(first);
    expect(await deploySuite(new VoidSigner(payer().address, providerOver()))).to.deep.equal(first);
    expect(await nonceOf(payer().address)).to.equal(count);
  });

  it("gives block 0 where the node keeps no old state", async () => {
    await deploySuite(payer());
    const pruned = payer((call, pass) => {
      const [, block] = Array.isArray(call.params) ? call.params : [];
      if (call.method === "eth_getCode" && block !== "latest") throw new Error("missing trie node");
      return pass();
    });
    for (const { block } of Object.values((await deploySuite(pruned)).contracts)) expect(block).to.equal(0);
  });

  /** The transactions of a whole deployment: ether for the proxy's, and the contracts. */
  const CONTRACTS = suitePlan(CHAIN_ID).length;
  const TRANSACTIONS = 1 + CONTRACTS;

  for (let last = 1; last <= TRANSACTIONS; last++) {
    it(`pays for nothing twice when it is killed after its transaction ${last}, which waits in no block`, async () => {
      await send("evm_setAutomine", false);
      let sent = 0;
      const dying = payer(async (call, pass) => {
        if (sent >= last) throw new Error("killed");
        // Blocks come only when the run waits for one.
        if (call.method === "eth_getTransactionReceipt") await send("evm_mine");
        const answer = await pass();
        if (call.method === "eth_sendRawTransaction" && !isPresigned(call)) sent++;
        if (sent >= last) throw new Error("killed");
        return answer;
      });
      expect((await refusal(deploySuite(dying))).message).to.contain("killed");

      let hasAsked = () => {};
      const asked = new Promise<void>((done) => {
        hasAsked = done;
      });
      const second = deploySuite(
        payer((call, pass) => {
          if (Array.isArray(call.params) && call.params.at(-1) === "pending") hasAsked();
          return pass();
        }),
      );
      await asked;
      await send("evm_setAutomine", true);
      await send("evm_mine");
      expect(withoutBlocks(await second)).to.have.length(CONTRACTS);
      expect(await nonceOf(payer().address)).to.equal(TRANSACTIONS);
    });
  }

  it("pays once when two runs with the same key deploy at once", async () => {
    const both = await Promise.all([deploySuite(payer()), deploySuite(payer())]);
    expect(both[0]).to.deep.equal(both[1]);
    expect(await nonceOf(payer().address)).to.equal(TRANSACTIONS);
  });

  it("completes both runs when two keys deploy at once", async () => {
    const both = await Promise.all([deploySuite(await fundedKey()), deploySuite(await fundedKey())]);
    expect(withoutBlocks(both[0])).to.deep.equal(withoutBlocks(both[1]));
  });

  it("refuses a chain without the P-256 precompile before it pays", async () => {
    for (const answer of ["0x", `0x${"0".repeat(64)}`, `0x${"0".repeat(63)}1`]) {
      const odd = payer(async (call, pass) => {
        const [{ to = "" } = {}] = Array.isArray(call.params) ? (call.params as [{ to?: string }?]) : [];
        return call.method === "eth_call" && to.endsWith("100") ? answer : pass();
      });
      const { code, message } = await refusal(deploySuite(odd));
      expect(code).to.equal("CHAIN_UNFIT");
      expect(message).to.contain("lacks the P-256 precompile (EIP-7951)");
    }
    expect(await nonceOf(payer().address)).to.equal(0);
  });

  it("refuses a chain without the precompiles of BLS12-381 before it pays", async () => {
    for (const answer of ["0x", `0x${"0".repeat(64)}`]) {
      const odd = payer(async (call, pass) => {
        const [{ to = "" } = {}] = Array.isArray(call.params) ? (call.params as [{ to?: string }?]) : [];
        return call.method === "eth_call" && BigInt(to) === 15n ? answer : pass();
      });
      const { code, message } = await refusal(deploySuite(odd));
      expect(code).to.equal("CHAIN_UNFIT");
      expect(message).to.contain("lacks the precompiles of BLS12-381 (EIP-2537)");
    }
    expect(await nonceOf(payer().address)).to.equal(0);
  });

  it("gives only the beacon and the ballot of a chain for tests addresses of their own", () => {
    const [local, elsewhere, mainnet] = [suitePlan(CHAIN_ID), suitePlan(), suitePlan(1)];
    expect(elsewhere).to.deep.equal(mainnet);
    const different = local.flatMap(({ name, address }, i) => (address === elsewhere[i]?.address ? [] : [name]));
    expect(different).to.deep.equal(["DrandBeacon", "Ballot"]);
    for (const odd of [-1, 1.5, Number.NaN]) expect(() => suitePlan(odd)).to.throw("chainId");
  });

  it("refuses a key that cannot pay for all of it before it pays for a part", async () => {
    const { cost } = await planDeployment(await fundedKey());
    const poor = await fundedKey(cost - 1n);
    const { code, message } = await refusal(deploySuite(poor));
    expect(code).to.equal("FUNDS_MISSING");
    expect(message).to.match(/costs up to [\d.]+ ether; the key has [\d.]+/);
    expect(await nonceOf(poor.address)).to.equal(0);
    await deploySuite(await fundedKey(cost));
  });

  for (const [what, said, sentence] of [
    ["transactions before EIP-155", "only replay-protected (EIP-155) transactions allowed over RPC", "before EIP-155"],
    ["the proxy's fee", "tx fee (0.01 ether) exceeds the configured cap", "exceeds the configured cap"],
  ] as const) {
    it(`pays nothing on a chain that refuses ${what}`, async () => {
      const strict = payer((call, pass) => {
        if (isPresigned(call)) throw new Error(said);
        return pass();
      });
      const { code, message } = await refusal(deploySuite(strict));
      expect(code).to.equal("CHAIN_UNFIT");
      expect(message).to.contain(sentence);
      expect(await nonceOf(payer().address)).to.equal(0);
    });
  }

  it("pays nothing on a chain where the proxy's key was used and left no proxy", async () => {
    const presigned = Transaction.from(await presignedOn(payer));
    await send("hardhat_setNonce", presigned.from, "0x1");
    const { code, message } = await refusal(deploySuite(payer()));
    expect(code).to.equal("CHAIN_UNFIT");
    expect(message).to.contain("left no proxy");
    expect(getCreateAddress({ from: presigned.from ?? "", nonce: 0 })).to.equal(CREATE2_PROXY);
  });

  it("plans what it then does", async () => {
    const before = await planDeployment(payer());
    expect(before).to.include({ chainId: CHAIN_ID, bringsProxy: true });
    expect(before.missing).to.deep.equal(suitePlan().map(({ name }) => name));
    await deploySuite(payer());
    const { balance, missing, cost } = await planDeployment(payer());
    expect({ missing, cost }).to.deep.equal({ missing: [], cost: 0n });
    const paid = before.balance - balance;
    expect(paid > 0n && paid <= before.cost, `${paid} of ${before.cost}`).to.equal(true);
  });

  it("finds each difference between the record, the code and the chain", async () => {
    const deployment = await deploySuite(payer());
    const verify = (change: object) =>
      verifySuite(providerOver(), {
        ...deployment,
        contracts: { ...deployment.contracts, AgentRegistry: { ...deployment.contracts.AgentRegistry, ...change } },
      });
    expect(await verify({})).to.deep.equal([]);
    const zero = `0x${"0".repeat(64)}`;
    expect(await verify({ salt: zero })).to.match(/^The salt of AgentRegistry is recorded as 0x0/);
    expect(await verify({ initCodeHash: zero })).to.match(/^The recorded init-code hash of AgentRegistry is not/);
    expect(await verify({ codeHash: zero })).to.match(/is not the recorded code of AgentRegistry\.$/);
    const nowhere = "0x00000000000000000000000000000000000000AA";
    expect((await verify({ address: nowhere })).join(" ")).to.match(
      /its code and salt give .* There is no AgentRegistry/,
    );
  });
});

/** Whether a call sends the transaction that brings the proxy. */
function isPresigned({ method, params }: Call): boolean {
  const [raw] = Array.isArray(params) ? params : [];
  return method === "eth_sendRawTransaction" && typeof raw === "string" && Transaction.from(raw).chainId === 0n;
}

/** The proxy's transaction, as a deployment sends it. */
async function presignedOn(payer: (between: Between) => Wallet): Promise<string> {
  let seen = "";
  const watching = payer((call, pass) => {
    if (!isPresigned(call)) return pass();
    seen = String(Array.isArray(call.params) ? call.params[0] : "");
    throw new Error("seen");
  });
  await deploySuite(watching).catch(() => {});
  return seen;
}
