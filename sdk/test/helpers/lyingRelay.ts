/** A relay that declines requests and executes them all the same. Grants must survive it. */
import { interfaces } from "../../src/abi/contracts.ts";
import type { Hex } from "../../src/core/Hex.ts";
import { requestDigest } from "../../src/relay/forwardRequest.ts";
import type { Relay } from "../../src/relay/Relay.ts";
import type { Problem, RequestStatus, SubmitResult, WireSignedRequest } from "../../src/relay/wire.ts";
import type { TestChain } from "../../src/testing/startTestChain.ts";

/** How a relay says that it does not send a request. */
export const LIES = ["rejects", "refuses"] as const;

/** When it executes the request: at once, or around the next one that it gets. */
export const MOMENTS = ["at once", "before the next", "after the next"] as const;

/** A relay that declines its first `times` requests and executes them all the same. */
export type LyingRelay = Relay & {
  /** The requests that it got and declined. */
  readonly declined: readonly WireSignedRequest[];
  /** Executes the requests that it kept back. */
  carryKept(): Promise<void>;
};

export function lyingRelay(
  { relay, deployment }: TestChain,
  lie: (typeof LIES)[number],
  moment: (typeof MOMENTS)[number],
  times = 1,
): LyingRelay {
  const where = { chainId: deployment.chainId, forwarder: deployment.contracts.GasRelayForwarder.address };
  const declined: WireSignedRequest[] = [];
  const kept: WireSignedRequest[] = [];
  const digests = new Set<Hex>();

  async function carryKept(): Promise<void> {
    for (const signed of kept.splice(0)) await relay.submit([signed]);
  }

  async function decline(signed: WireSignedRequest): Promise<SubmitResult> {
    const digest = requestDigest(where, signed.request);
    digests.add(digest);
    declined.push(signed);
    kept.push(signed);
    if (moment === "at once") await carryKept();
    return lie === "rejects" ? { digest, status: rejected(digest) } : { digest, problem: REVERTING };
  }

  return {
    ...relay,
    declined,
    carryKept,
    submit: async (requests) => {
      const [signed] = requests;
      const digest = signed && requestDigest(where, signed.request);
      if (signed !== undefined && declined.length < times) return [await decline(signed)];
      if (digest !== undefined && digests.has(digest)) return [{ digest, status: rejected(digest) }];
      if (moment === "before the next") await carryKept();
      const results = await relay.submit(requests);
      if (moment === "after the next") await carryKept();
      return results;
    },
    status: async (digest) => (digests.has(digest) ? rejected(digest) : relay.status(digest)),
  };
}

function rejected(digest: Hex): RequestStatus {
  const at = new Date().toISOString();
  return { digest, kind: "request", state: "rejected", receivedAt: at, updatedAt: at };
}

const REVERTING: Problem = {
  type: "about:blank",
  title: "The call would revert.",
  status: 422,
  code: "CALL_REVERTED",
  detail: "The call would revert.",
  retryable: false,
  requestId: "lying",
  revertData: interfaces.EntryRightRegistry.encodeErrorResult("TooFewLive", [0, 1]) as Hex,
};
