import { concat, type Provider, type Signer } from "ethers";
import type { ContractName } from "../abi/contracts.ts";
import { askChain } from "../chain/fromNode.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given } from "../core/given.ts";
import { FUNDING_GAS, hasProxy, PROXY_COST, proxyShortfall } from "./create2Proxy.ts";
import { type PlannedContract, suitePlan } from "./suitePlan.ts";

/** What a deployment would do on a chain, as the node answered. */
export type DeploymentPlan = {
  readonly chainId: number;
  readonly contracts: readonly PlannedContract[];
  /** Those that are not on the chain yet. */
  readonly missing: readonly ContractName[];
  /** Whether the deployment proxy has to be brought first. */
  readonly bringsProxy: boolean;
  readonly gas: bigint;
  /** The most that all transactions together may cost, in wei. */
  readonly cost: bigint;
  /** Wei of the key that pays. */
  readonly balance: bigint;
};

/**
 * Asks the chain, before anything is paid, whether it can hold the suite and what the deployment costs at most. Every
 * constructor is executed by a call.
 *
 * @param signer The key that would pay, connected to a node.
 * @throws CHAIN_UNFIT for a chain without the precompiles of P-256 (EIP-7951) or BLS12-381 (EIP-2537), or one that
 * cannot take the deployment proxy; VALUE_INVALID for a signer without a provider; CALL_REVERTED, CHAIN_UNREACHABLE.
 * @example
 * import type { Signer } from "ethers";
 * import { planDeployment } from "doorkey/deployment";
 *
 * async function canPay(signer: Signer) {
 *   const { cost, balance } = await planDeployment(signer);
 *   return balance >= cost;
 * }
 */
export async function planDeployment(signer: Signer): Promise<DeploymentPlan> {
  const provider = providerOf(signer);
  const chainId = Number((await askChain(() => provider.getNetwork())).chainId);
  const contracts = suitePlan(chainId);
  await requireP256(provider);
  await requireBls12381(provider);
  const codes = await askChain(() => Promise.all(contracts.map(({ address }) => provider.getCode(address))));
  const missing = contracts.filter((_, i) => codes[i] === "0x");
  const bringsProxy = missing.length > 0 && !(await hasProxy(provider));
  const address = await signer.getAddress();
  const [shortfall, fees, balance, ...gases] = await askChain(() =>
    Promise.all([
      bringsProxy ? proxyShortfall(provider) : 0n,
      provider.getFeeData(),
      provider.getBalance(address),
      ...missing.map((contract) => gasOf(provider, contract)),
    ]),
  );
  const gas = gases.reduce((sum, one) => sum + one, shortfall > 0n ? FUNDING_GAS : 0n);
  const price = fees.maxFeePerGas ?? fees.gasPrice ?? 0n;
  const data = concat(missing.flatMap(({ salt, initCode }) => [salt, initCode]));
  const cost = gas * price + shortfall + (missing.length === 0 ? 0n : await dataFee(provider, data));
  return {
    chainId,
    contracts,
    missing: missing.map(({ name }) => name),
    bringsProxy,
    gas,
    cost,
    balance,
  };
}

export function providerOf(signer: Signer): Provider {
  const { provider } = given("signer", signer, "getAddress", "sendTransaction");
  if (provider !== null) return given("signer.provider", provider, "getNetwork", "getCode", "estimateGas");
  throw new DoorkeyError("VALUE_INVALID", { details: ["The signer has no provider."] });
}

/**
 * Gas to deploy a contract through the proxy, with a margin. Asked as a plain creation, which works before the proxy
 * is there and executes the constructor.
 */
export async function gasOf(provider: Provider, { initCode }: Pick<PlannedContract, "initCode">): Promise<bigint> {
  const gas = await askChain(() => provider.estimateGas({ data: initCode }));
  return gas + gas / 20n + PROXY_GAS;
}

/** More than the proxy adds for copying the largest creation code. */
const PROXY_GAS = 60_000n;

/** Address of the P-256 precompile (EIP-7951). */
const P256 = "0x0000000000000000000000000000000000000100";

/** Hash, signature and public key of a good P-256 signature. */
const GOOD_SIGNATURE =
  "0x61ce489409148f39d05bfa98a50cc00909345ec042b83549f0188eea99c991dbf6357acca0027ac741848b699e19e3f363b5a0c39ec4a6cb95bcdaa77e1ee6e0125f56ca2c69c319669479971d5b249d4b2a42bf5f28252482b3f55f3fbd3a941e18532fd4754c02f3041d9c75ceb33b83ffd81ac7ce4fe882ccb1c98bc5896ea46c311c4e2ff40dd96a3653e6e45445d32dfe486eced75c7a90c6a18881c0a3";
const WRONG_SIGNATURE = `0x00${GOOD_SIGNATURE.slice(4)}`;

/** The precompile answers 1 for a good signature, and nothing for a wrong one. */
async function requireP256(provider: Provider): Promise<void> {
  const ask = (data: string) => askChain(() => provider.call({ to: P256, data }));
  const [good, wrong] = [await ask(GOOD_SIGNATURE), await ask(WRONG_SIGNATURE)];
  if (good !== "0x" && BigInt(good) === 1n && wrong === "0x") return;
  const details = ["The chain lacks the P-256 precompile (EIP-7951) at 0x100, so gates could not check phones' keys."];
  throw new DoorkeyError("CHAIN_UNFIT", { details });
}

/** Address of the pairing check on BLS12-381 (EIP-2537). */
const PAIRING_CHECK = "0x000000000000000000000000000000000000000F";

/** The points at infinity of G1 and G2, 128 and 256 bytes. Their pairing is 1. */
const INFINITIES = `0x${"00".repeat(384)}`;

async function requireBls12381(provider: Provider): Promise<void> {
  const answer = await askChain(() => provider.call({ to: PAIRING_CHECK, data: INFINITIES }));
  if (answer !== "0x" && BigInt(answer) === 1n) return;
  const details = ["The chain lacks the precompiles of BLS12-381 (EIP-2537), so no draw could prove its randomness."];
  throw new DoorkeyError("CHAIN_UNFIT", { details });
}

/** The oracle of OP-stack chains, which charge for a transaction's bytes besides its gas. */
const DATA_FEE_ORACLE = "0x420000000000000000000000000000000000000F";

/** Selector of getL1FeeUpperBound(uint256). */
const UPPER_BOUND = "0xf1c7a58b";

/** Wei for the bytes of the transactions, on chains that charge for them apart. */
async function dataFee(provider: Provider, data: string): Promise<bigint> {
  if ((await askChain(() => provider.getCode(DATA_FEE_ORACLE))) === "0x") return 0n;
  const bytes = BigInt(data.length / 2 - 1)
    .toString(16)
    .padStart(64, "0");
  const fee = await provider.call({ to: DATA_FEE_ORACLE, data: `${UPPER_BOUND}${bytes}` }).catch(() => "0x");
  return fee === "0x" ? PROXY_COST : BigInt(fee);
}
