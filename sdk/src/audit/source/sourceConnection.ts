import { AbiCoder, AbstractProvider, isCallException, makeError, Network, type PerformActionRequest } from "ethers";
import { contractAt } from "../../abi/contracts.ts";
import type { Deployment } from "../../chain/addresses/deployments.ts";
import type { Connection } from "../../chain/Connection.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import type { Hex } from "../../core/Hex.ts";
import type { IndexLog } from "../../eventIndex/IndexLog.ts";
import type { AuditSource } from "./AuditSource.ts";

/**
 * A connection that reads from a source: views, code and blocks at its head, and the suite's logs that the audit has
 * read. The SDK's own readers work with it, from a bundle as from a node.
 */
export function sourceConnection(source: AuditSource, deployment: Deployment, logs: readonly IndexLog[]): Connection {
  const provider = new SourceProvider(source, deployment, logs);
  const { contracts } = deployment;
  return {
    chainId: source.chainId,
    provider,
    signer: undefined,
    relay: undefined,
    deployment,
    rightsRegistry: contracts.EntryRightRegistry.address,
    contracts: {
      forwarder: contractAt("GasRelayForwarder", contracts.GasRelayForwarder.address, provider),
      agents: contractAt("AgentRegistry", contracts.AgentRegistry.address, provider),
      events: contractAt("EventRegistry", contracts.EventRegistry.address, provider),
      rights: contractAt("EntryRightRegistry", contracts.EntryRightRegistry.address, provider),
      verifier: contractAt("AttesterIdentityVerifier", contracts.AttesterIdentityVerifier.address, provider),
    },
  };
}

class SourceProvider extends AbstractProvider {
  readonly #source: AuditSource;
  readonly #deployment: Deployment;
  readonly #logs: readonly IndexLog[];

  constructor(source: AuditSource, deployment: Deployment, logs: readonly IndexLog[]) {
    super(Network.from(source.chainId), { cacheTimeout: -1 });
    this.#source = source;
    this.#deployment = deployment;
    this.#logs = logs;
  }

  override async _detectNetwork(): Promise<Network> {
    return Network.from(this.#source.chainId);
  }

  // biome-ignore lint/suspicious/noExplicitAny: ethers declares the answer so.
  override async _perform<T = any>(request: PerformActionRequest): Promise<T> {
    return (await this.#answer(request)) as T;
  }

  async #answer(request: PerformActionRequest): Promise<unknown> {
    const { head, chainId } = this.#source;
    if (request.method === "chainId") return chainId;
    if (request.method === "getBlockNumber") return head.number;
    if (request.method === "getBlock" && "blockTag" in request) return this.#block(request.blockTag);
    if (request.method === "getCode") return this.#code(request.address as Hex, request.blockTag);
    if (request.method === "call") return this.#call(request.transaction, request.blockTag);
    if (request.method === "getLogs") return this.#logsOf(request.filter);
    throw makeError("an audit does not ask this", "UNSUPPORTED_OPERATION", { operation: request.method });
  }

  async #block(tag: BlockTag) {
    const number = tag === "latest" ? this.#source.head.number : Number(tag);
    const header = await this.#source.answer({ ask: "block", number });
    return header && { ...header, transactions: [] };
  }

  async #code(address: Hex, tag: BlockTag): Promise<Hex> {
    this.#assertHead(tag);
    const code = await this.#source.answer({ ask: "code", address: lower(address) });
    if ("gone" in code) throw this.#stateGone();
    return code.data;
  }

  async #call(transaction: { readonly to?: unknown; readonly data?: unknown }, tag: BlockTag): Promise<Hex> {
    this.#assertHead(tag);
    const [to, data] = [lower(String(transaction.to)), String(transaction.data) as Hex];
    const answer = await this.#source.answer({ ask: "call", to, data });
    if ("gone" in answer) throw this.#stateGone();
    if ("data" in answer) return answer.data;
    const error = AbiCoder.getBuiltinCallException("call", { to, data }, answer.revert);
    throw isCallException(error) ? error : this.#stateGone();
  }

  #logsOf(filter: LogQuestion) {
    const addresses = [filter.address ?? []].flat().map(lower);
    const [from, to] = [numberOf(filter.fromBlock, 0), numberOf(filter.toBlock, this.#source.head.number)];
    return this.#logs
      .filter(({ blockNumber }) => blockNumber >= from && blockNumber <= to)
      .map((log) => ({ ...log, address: this.#deployment.contracts[log.contract].address }))
      .filter(({ address }) => addresses.length === 0 || addresses.includes(lower(address)))
      .filter(({ topics }) => hasTopics(topics, filter.topics ?? []))
      .map(({ index, ...log }) => ({ ...log, logIndex: index, transactionIndex: 0, removed: false }));
  }

  #assertHead(tag: BlockTag): void {
    if (tag === "latest" || Number(tag) === this.#source.head.number) return;
    throw makeError(`an audit reads block ${this.#source.head.number} only`, "UNSUPPORTED_OPERATION", {
      operation: String(tag),
    });
  }

  #stateGone(): DoorkeyError {
    return new DoorkeyError("BLOCK_STATE_MISSING", { details: [`Block ${this.#source.head.number}.`] });
  }
}

type LogQuestion = {
  readonly address?: string | string[] | undefined;
  readonly topics?: (string | string[] | null)[] | undefined;
  readonly fromBlock?: BlockTag | undefined;
  readonly toBlock?: BlockTag | undefined;
};

type BlockTag = Extract<PerformActionRequest, { readonly method: "call" }>["blockTag"];

function hasTopics(topics: readonly string[], wanted: readonly (string | string[] | null)[]): boolean {
  return wanted.every((one, i) => one === null || [one].flat().includes(topics[i] ?? ""));
}

function numberOf(tag: BlockTag | undefined, otherwise: number): number {
  return tag === undefined || tag === "latest" ? otherwise : Number(tag);
}

function lower(hex: string): Hex {
  return hex.toLowerCase() as Hex;
}
