import { type Connection, connect, DoorkeyError } from "doorkey";
import { httpRelay } from "doorkey/relay";
import { inlineRelay } from "doorkey/testing";
import { type JsonRpcApiProvider, JsonRpcProvider, type Signer, Wallet } from "ethers";
import type { ChainOptions, SignerOptions } from "./chainOptions.ts";
import { findDeployment } from "./deploymentFiles.ts";
import { devKeys, relayKey } from "./devKeys.ts";
import { dry } from "./dryRun.ts";
import { UsageError } from "./failures.ts";
import { DOORKEY } from "./invocation.ts";
import { isObject } from "./json.ts";
import { unlock } from "./keystore.ts";
import type { Task } from "./Task.ts";

export const LOCAL_CHAIN = 31337;

/** Connects to the suite on the chain, for reading. */
export async function reading({ rpc, deployment }: ChainOptions): Promise<Connection> {
  const { provider, chainId } = await nodeAt(rpc);
  return connect({ rpc: provider, deployment: await findDeployment(chainId, deployment) });
}

/**
 * Connects to the suite with the key that signs. On a local chain without a relay, the relay's own key pays. In a dry
 * run, the connection sends nothing.
 */
export async function acting(task: Task, options: SignerOptions, unlocked?: Signer): Promise<Connection> {
  const connection = await reading(options);
  const signer = unlocked ?? (await signerFor(task, options, connection.chainId));
  const able = { ...connection, signer: signer.connect(connection.provider), relay: relayFor(connection, options) };
  return options.dryRun === true ? dry(able) : able;
}

/** The time in seconds, by a local chain's clock, which may have been moved, else by this machine's, which is finer. */
export async function timeOn(connection: Connection | undefined): Promise<number> {
  if (connection?.chainId !== LOCAL_CHAIN) return Date.now() / 1000;
  // A raw call, because ethers rejects a block without a number.
  const node = connection.provider as JsonRpcApiProvider;
  return Number((await node.send("eth_getBlockByNumber", ["pending", false])).timestamp);
}

/** The time of the chain's newest block. Undefined on a local chain, whose clock timeOn shows, or without an answer. */
export async function headTimeOn(connection: Connection | undefined): Promise<number | undefined> {
  if (connection === undefined || connection.chainId === LOCAL_CHAIN) return undefined;
  const block = await connection.provider.getBlock("latest").catch(() => null);
  return block?.timestamp;
}

/** The key of --key or --as. --as works on the local chain only, because everyone knows its keys. */
export async function signerFor(task: Task, { key, as }: SignerOptions, chainId: number): Promise<Signer> {
  if (key !== undefined && as !== undefined) throw new UsageError("--key and --as are two keys; give only one.");
  if (key !== undefined) return unlock(task, key);
  if (as === undefined) throw new UsageError("No key was given.", "Give --key FILE, or --as ROLE on a local chain.");
  if (chainId !== LOCAL_CHAIN) {
    throw new UsageError(
      `--as signs with a key that everyone knows, so it works on chain ${LOCAL_CHAIN} only, and this is chain ${chainId}.`,
      `Give --key FILE; "${DOORKEY} key new FILE" makes one.`,
    );
  }
  const found = devKeys.find(({ role }) => role === as);
  if (found === undefined) throw new UsageError(`Unknown role ${as}.`);
  return new Wallet(found.privateKey);
}

function relayFor({ provider, deployment, chainId }: Connection, { relay, relayKey: key }: SignerOptions) {
  if (relay !== undefined) return httpRelay({ url: relay, key });
  if (chainId !== LOCAL_CHAIN) return undefined;
  return inlineRelay({ provider, deployment, payer: new Wallet(relayKey.privateKey, provider) });
}

/** Connects to a node, and asks for its chain. */
export async function nodeAt(rpc: string): Promise<{ provider: JsonRpcProvider; chainId: number }> {
  if (!/^https?:$/.test(URL.canParse(rpc) ? new URL(rpc).protocol : "")) {
    throw new UsageError(`--rpc ${rpc} must be an http or https address.`);
  }
  const chainId = await chainOf(rpc);
  return { chainId, provider: new JsonRpcProvider(rpc, chainId, { staticNetwork: true, cacheTimeout: -1 }) };
}

/** Asks without a provider, which would ask an unreachable node again and again. */
async function chainOf(rpc: string): Promise<number> {
  try {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] });
    const headers = { "content-type": "application/json" };
    const response = await fetch(rpc, { method: "POST", headers, body, signal: AbortSignal.timeout(20_000) });
    const answer: unknown = await response.json();
    const chainId = Number(isObject(answer) ? answer.result : undefined);
    if (Number.isSafeInteger(chainId) && chainId > 0) return chainId;
  } catch (cause) {
    throw new DoorkeyError("CHAIN_UNREACHABLE", { cause, details: [rpc] });
  }
  throw new DoorkeyError("CHAIN_UNREACHABLE", { details: [`${rpc} does not answer like the node of a chain.`] });
}
