/** The chain as one or more nodes show it. Only this file decides which node is trusted. */

import type { Address, Hex } from "doorkey";
import { type ChainView, chainView, type Head, type Receipt } from "./ChainView.ts";
import { type RpcEndpoint, RpcError, RpcUnreachable } from "./jsonRpc.ts";
import { type NodeFault, nodeFault } from "./nodeErrors.ts";

export type ChainOptions = {
  readonly endpoints: readonly RpcEndpoint[];
  /** An endpoint this many blocks behind the foremost is left out until it has caught up (F18). */
  readonly lagBlocks?: number;
  /** Depth at which two endpoints must agree. Above it they may differ while a reorg is under way. */
  readonly confirmations: number;
  readonly onEndpoint?: (event: EndpointEvent) => void;
  /** Milliseconds that only rise. */
  readonly now?: () => number;
};

/** An endpoint was left out, or taken in again. */
export type EndpointEvent = {
  readonly url: string;
  readonly state: "healthy" | "unreachable" | "behind" | "forked";
};

/** How a broadcast ended over all endpoints. It is enough if one endpoint took it. */
export type Broadcast =
  | { readonly result: "taken" | "known" }
  | { readonly result: "refused"; readonly fault: NodeFault; readonly message: string }
  /** No endpoint took it and at least one did not answer, so it may be under way (F3). */
  | { readonly result: "unanswered" };

export type Chain = {
  /**
   * Reads every endpoint's head and returns a view of the best. All questions of one decision go to this view.
   *
   * @throws RpcUnreachable when no endpoint answers.
   */
  readonly look: () => Promise<ChainView>;
  /** Sends to all endpoints at once, healthy or not, in this order. Safe to repeat. */
  readonly broadcast: (raws: readonly Hex[]) => Promise<Broadcast[]>;
  /** Whether any endpoint has this transaction, mined or waiting; also true if an endpoint did not answer. */
  readonly mayKnow: (hash: Hex) => Promise<boolean>;
  /**
   * Receipts that any healthy endpoint has. Undefined for a hash of which every one said that it has none; missing for
   * one that an endpoint did not answer.
   */
  readonly receiptsAnywhere: (hashes: readonly Hex[]) => Promise<ReadonlyMap<Hex, Receipt | undefined>>;
  /**
   * The fewest transactions of a signer up to a block that any healthy endpoint counts, because one that counts too many
   * must not make the relay give up what it sent (F39). 0 if no endpoint answers.
   */
  readonly leastNonce: (address: Address, block: number) => Promise<number>;
};

/** For so many milliseconds an endpoint that did not answer a question comes after all others. */
const DEMOTED_MS = 30_000;

export function openChain(options: ChainOptions): Chain {
  const { endpoints, lagBlocks = 3, confirmations, onEndpoint = () => {}, now = () => performance.now() } = options;
  const states = new Map<RpcEndpoint, EndpointEvent["state"]>();
  /** When an endpoint last failed to answer a question. */
  const faults = new Map<RpcEndpoint, number>();
  let highest: number | undefined;

  function note(endpoint: RpcEndpoint, state: EndpointEvent["state"]): void {
    if (states.get(endpoint) === state) return;
    states.set(endpoint, state);
    onEndpoint({ url: endpoint.url, state });
  }

  /** An endpoint that lately left a question without an answer is asked last, so that the next pass tries another. */
  const demotedAt = (endpoint: RpcEndpoint): number => {
    const at = faults.get(endpoint);
    return at === undefined || now() - at > DEMOTED_MS ? Number.NEGATIVE_INFINITY : at;
  };

  async function look(): Promise<ChainView> {
    const heads = await Promise.allSettled(endpoints.map((endpoint) => chainView(endpoint).newestHead()));
    const reached = endpoints.flatMap((endpoint, i): Reached[] => {
      const head = heads[i];
      if (head?.status === "fulfilled") return [{ endpoint, head: head.value, demoted: demotedAt(endpoint) }];
      note(endpoint, "unreachable");
      return [];
    });
    const believed = await withoutImpossible(reached);
    const best = believed[0];
    if (best === undefined) {
      const first = heads[0];
      throw first?.status === "rejected" ? first.reason : new RpcUnreachable("no endpoint shows its newest block");
    }
    highest = best.head.number;
    const isBehind = ({ head }: Reached) => head.number < best.head.number - lagBlocks;
    for (const one of believed) if (isBehind(one)) note(one.endpoint, "behind");
    note(best.endpoint, "healthy");
    const others = believed.slice(1).filter((one) => !isBehind(one));
    await Promise.all(
      others.map(async ({ endpoint, head }) => {
        // Two nodes of one chain agree on blocks at this depth.
        const depth = Math.max(0, Math.min(head.number, best.head.number) - confirmations);
        const agree = await sameBlock(best.endpoint, endpoint, depth).catch(() => true);
        note(endpoint, agree ? "healthy" : "forked");
      }),
    );
    return chainView(best.endpoint, best.head, () => faults.set(best.endpoint, now()));
  }

  /** Endpoints, the best first. One that claims a head far ahead of all others must have that block. */
  async function withoutImpossible(reached: readonly Reached[]): Promise<Reached[]> {
    const order = [...reached].sort((a, b) => compare(a.demoted, b.demoted) || b.head.number - a.head.number);
    const sound: Reached[] = [];
    for (const one of order) {
      const others = order.filter((other) => other !== one).map(({ head }) => head.number);
      const expected = Math.max(highest ?? one.head.number, ...others);
      if (one.head.number > expected + lagBlocks && !(await hasOwnHead(one))) note(one.endpoint, "forked");
      else sound.push(one);
    }
    const foremost = Math.max(...sound.map(({ head }) => head.number));
    const near = sound.filter(({ head }) => head.number >= foremost - lagBlocks);
    return [...near, ...sound.filter((one) => !near.includes(one))];
  }

  async function broadcast(raws: readonly Hex[]): Promise<Broadcast[]> {
    const calls = raws.map((raw) => ({ method: "eth_sendRawTransaction", params: [raw] }));
    const answers = await Promise.all(
      endpoints.map((endpoint) => endpoint.batch(calls).catch((): undefined => undefined)),
    );
    return raws.map((_, i) => broadcastFrom(answers.map((ofEndpoint) => ofEndpoint?.[i])));
  }

  const healthy = () => endpoints.filter((endpoint) => (states.get(endpoint) ?? "healthy") === "healthy");

  return {
    look,
    broadcast,
    mayKnow: async (hash) => {
      const found = await Promise.allSettled(
        endpoints.map((endpoint) => endpoint.call("eth_getTransactionByHash", [hash])),
      );
      return found.some((one) => one.status === "rejected" || one.value !== null);
    },
    receiptsAnywhere: async (hashes) => {
      const none: ReadonlyMap<Hex, Receipt | undefined> = new Map();
      const answers = await Promise.all(
        healthy().map((endpoint) =>
          chainView(endpoint)
            .receipts(hashes)
            .catch(() => none),
        ),
      );
      return new Map(
        hashes.flatMap((hash): [Hex, Receipt | undefined][] => {
          const found = answers.map((ofEndpoint) => ofEndpoint.get(hash)).find((one) => one !== undefined);
          return found !== undefined || answers.every((ofEndpoint) => ofEndpoint.has(hash)) ? [[hash, found]] : [];
        }),
      );
    },
    leastNonce: async (address, block) => {
      const counts = await Promise.allSettled(healthy().map((endpoint) => chainView(endpoint).nonceOf(address, block)));
      const named = counts.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
      return named.length === 0 ? 0 : Math.min(...named);
    },
  };
}

/** @param answers One of each endpoint: a hash, an RpcError, or no answer. */
function broadcastFrom(answers: readonly unknown[]): Broadcast {
  // Only the transaction's hash says that a node took it.
  if (answers.some((answer) => typeof answer === "string" && /^0x[0-9a-f]{64}$/i.test(answer))) {
    return { result: "taken" };
  }
  const faults = answers.flatMap((answer) =>
    answer instanceof RpcError ? [{ fault: nodeFault(answer.message), message: answer.message }] : [],
  );
  if (faults.some(({ fault }) => fault === "known")) return { result: "known" };
  const [first] = faults;
  // An endpoint that did not answer may have taken it, even if another one refused it.
  if (first === undefined || faults.length < answers.length) return { result: "unanswered" };
  return { result: "refused", ...first };
}

type Reached = {
  readonly endpoint: RpcEndpoint;
  readonly head: Head;
  /** When it last failed to answer. */
  readonly demoted: number;
};

const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

/** Whether an endpoint also has the block that it calls the newest. */
async function hasOwnHead({ endpoint, head }: Reached): Promise<boolean> {
  return chainView(endpoint)
    .blockHash(head.number)
    .then((hash) => hash === head.hash)
    .catch(() => false);
}

async function sameBlock(one: RpcEndpoint, other: RpcEndpoint, number: number): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((endpoint) => chainView(endpoint).blockHash(number)));
  return a === b;
}
