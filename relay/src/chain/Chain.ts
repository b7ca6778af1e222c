/** The chain as one or more nodes show it. Only this file decides which node is trusted. */

import type { Hex } from "doorkey";
import { type ChainView, chainView, type Receipt } from "./ChainView.ts";
import { classifySendError, type SendFault } from "./classifySendError.ts";
import { type RpcEndpoint, RpcError } from "./jsonRpc.ts";

export type ChainOptions = {
  readonly endpoints: readonly RpcEndpoint[];
  /** An endpoint this many blocks behind the foremost is left out until it has caught up (F18). */
  readonly lagBlocks?: number;
  /** Depth at which two endpoints must agree. Above it they may differ while a reorg is under way. */
  readonly confirmations: number;
  readonly onEndpoint?: (event: EndpointEvent) => void;
};

/** An endpoint was left out, or taken in again. */
export type EndpointEvent = {
  readonly url: string;
  readonly state: "healthy" | "unreachable" | "behind" | "forked";
};

/** How a broadcast ended over all endpoints. It is enough if one endpoint took it. */
export type Broadcast =
  | { readonly result: "taken" | "known" }
  | { readonly result: "refused"; readonly fault: SendFault; readonly message: string }
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
};

export function openChain(options: ChainOptions): Chain {
  const { endpoints, lagBlocks = 3, confirmations, onEndpoint = () => {} } = options;
  const states = new Map<RpcEndpoint, EndpointEvent["state"]>();

  function note(endpoint: RpcEndpoint, state: EndpointEvent["state"]): void {
    if (states.get(endpoint) === state) return;
    states.set(endpoint, state);
    onEndpoint({ url: endpoint.url, state });
  }

  async function look(): Promise<ChainView> {
    const heads = await Promise.allSettled(endpoints.map((endpoint) => chainView(endpoint).newestHead()));
    const reached = endpoints.flatMap((endpoint, i) => {
      const head = heads[i];
      if (head?.status === "fulfilled") return [{ endpoint, head: head.value }];
      note(endpoint, "unreachable");
      return [];
    });
    const foremost = Math.max(...reached.map(({ head }) => head.number));
    const [best, ...others] = reached
      .filter(({ endpoint, head }) => {
        const near = head.number >= foremost - lagBlocks;
        if (!near) note(endpoint, "behind");
        return near;
      })
      .sort((a, b) => b.head.number - a.head.number);
    if (best === undefined) {
      const first = heads[0];
      throw first?.status === "rejected" ? first.reason : new Error("a chain needs an endpoint");
    }
    note(best.endpoint, "healthy");
    await Promise.all(
      others.map(async ({ endpoint, head }) => {
        // Two nodes of one chain agree on blocks at this depth.
        const depth = Math.max(0, Math.min(head.number, best.head.number) - confirmations);
        const agree = await sameBlock(best.endpoint, endpoint, depth).catch(() => true);
        note(endpoint, agree ? "healthy" : "forked");
      }),
    );
    return chainView(best.endpoint, best.head);
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
  };
}

/** @param answers One of each endpoint: a hash, an RpcError, or no answer. */
function broadcastFrom(answers: readonly unknown[]): Broadcast {
  // Only the transaction's hash says that a node took it.
  if (answers.some((answer) => typeof answer === "string" && /^0x[0-9a-f]{64}$/i.test(answer))) {
    return { result: "taken" };
  }
  const faults = answers.flatMap((answer) =>
    answer instanceof RpcError ? [{ fault: classifySendError(answer.message), message: answer.message }] : [],
  );
  if (faults.some(({ fault }) => fault === "known")) return { result: "known" };
  const [first] = faults;
  // An endpoint that did not answer may have taken it, even if another one refused it.
  if (first === undefined || faults.length < answers.length) return { result: "unanswered" };
  return { result: "refused", ...first };
}

async function sameBlock(one: RpcEndpoint, other: RpcEndpoint, number: number): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((endpoint) => chainView(endpoint).blockHash(number)));
  return a === b;
}
