import { concat, keccak256, type Provider, type Signer, type TransactionReceipt, toBeHex } from "ethers";
import { contractAt, interfaces } from "../abi/contracts.ts";
import { acceptRefusalName, acceptRefusals } from "../ballot/acceptRefusals.ts";
import { estimateForwarded, TRANSACTION_GAS, withMargin } from "../calls/gas.ts";
import { serializePerSigner } from "../calls/serializePerSigner.ts";
import type { Deployment } from "../chain/addresses/deployments.ts";
import { askChain } from "../chain/fromNode.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given } from "../core/given.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { drawCall } from "../relay/drawCall.ts";
import { requestDigest } from "../relay/forwardRequest.ts";
import type { Relay } from "../relay/Relay.ts";
import type {
  Problem,
  RequestStatus,
  SubmitResult,
  WireDrawAct,
  WireSignedRequest,
  WireSignedReturn,
} from "../relay/wire.ts";
import { isSignedBy } from "../statements/holderSignature.ts";
import { returnDigest } from "../statements/returnStatement.ts";

/** Seconds in which a request must be executed. */
const DEADLINE = 3_600;

/**
 * A relay inside the process, for tests and demos. It sends requests through the real forwarder at once, with the wire
 * types of the service. It keeps nothing on disk, has no policy, and pays for every sender.
 *
 * @param parameters.payer A signer with ether.
 * @example
 * import { startTestChain, inlineRelay } from "doorkey/testing";
 *
 * const chain = await startTestChain();
 * const relay = inlineRelay({ provider: chain.provider, deployment: chain.deployment, payer: await chain.fundedKey() });
 * console.log((await relay.info()).relayers);
 */
export function inlineRelay(parameters: inlineRelay.Parameters): Relay {
  const { provider, deployment, payer } = given("parameters", parameters, "provider", "deployment", "payer");
  const { chainId, contracts } = deployment;
  const where = { chainId, forwarder: contracts.GasRelayForwarder.address };
  const rightsRegistry = contracts.EntryRightRegistry.address;
  const forwarder = contractAt("GasRelayForwarder", where.forwarder, payer);
  const rights = contractAt("EntryRightRegistry", rightsRegistry, payer);
  const statuses = new Map<Hex, Promise<RequestStatus>>();
  const nonces = new Map<Address, bigint>();

  async function nextNonce(from: Address): Promise<bigint> {
    for (;;) {
      // Taken before the first await, so that a caller at the same time gets the next nonce.
      const nonce = nonces.get(from) ?? 0n;
      nonces.set(from, nonce + 1n);
      if (!(await askChain(() => forwarder.isNonceUsed(from, nonce)))) return nonce;
    }
  }

  async function execute(signed: WireSignedRequest): Promise<SubmitResult> {
    const digest = requestDigest(where, signed.request);
    const status = await once(digest, async () => {
      const receipt = await mined(() => forwarder.execute([signed], { gasLimit: TRANSACTION_GAS }));
      return statusOf(digest, "request", receipt, executionIn(receipt));
    });
    return { digest, status };
  }

  async function deliver(signed: WireSignedReturn): Promise<SubmitResult> {
    const { signature, ...statement } = signed;
    const terms = { ...statement, rightId: BigInt(signed.rightId), expiresAt: BigInt(signed.expiresAt) };
    const { holder } = await askChain(() => rights.rightOf(terms.rightId));
    const digest = returnDigest({ chainId, rightsRegistry }, { ...terms, holder: holder as Address });
    if (!isSignedBy(digest, signature, holder as Address)) return { digest, problem: BAD_SIGNATURE };
    const status = await once(digest, async () => {
      const receipt = await mined(() => rights.returnRights([{ ...terms, signature }]));
      const refused = receipt.logs.some((log) => interfaces.EntryRightRegistry.parseLog(log)?.name === "ReturnRefused");
      return statusOf(digest, "return", receipt, { outcome: refused ? "failed" : "success" });
    });
    return { digest, status };
  }

  async function act(one: WireDrawAct): Promise<SubmitResult> {
    const { Ballot, DrandBeacon } = contracts;
    const call = drawCall({ Ballot: Ballot.address, DrandBeacon: DrandBeacon.address }, [one]);
    const block = await askChain(() => provider.getBlockNumber());
    const digest = keccak256(concat([call.to, call.data, toBeHex(block, 32)])) as Hex;
    const status = await once(digest, async () => {
      const receipt = await mined(() => payer.sendTransaction({ ...call, gasLimit: TRANSACTION_GAS }));
      const refused = receipt.logs
        .filter(({ address }) => address === Ballot.address)
        .map((log) => interfaces.Ballot.parseLog(log))
        .find((event) => event?.name === "AcceptRefused");
      const code = refused && acceptRefusalName(refused.args.why);
      const reason = code && { code, detail: acceptRefusals[code] };
      return {
        ...statusOf(digest, "act", receipt, { outcome: reason ? "failed" : "success" }),
        ...(reason && { reason }),
      };
    });
    return { digest, status };
  }

  /** The status of an item that was sent or is being sent. An item that could not be sent may be submitted again. */
  function once(digest: Hex, send: () => Promise<RequestStatus>): Promise<RequestStatus> {
    const known = statuses.get(digest);
    if (known !== undefined) return known;
    const status = send();
    statuses.set(digest, status);
    status.catch(() => statuses.delete(digest));
    return status;
  }

  function mined(send: () => Promise<{ wait(): Promise<TransactionReceipt | null> }>): Promise<TransactionReceipt> {
    return serializePerSigner(payer, () => askChain(async () => (await (await send()).wait()) as TransactionReceipt));
  }

  function executionIn(receipt: TransactionReceipt): Pick<RequestStatus, "outcome" | "gasUsed"> {
    for (const log of receipt.logs) {
      const event = log.address === where.forwarder ? interfaces.GasRelayForwarder.parseLog(log) : null;
      if (event?.name === "RequestSkipped") return { outcome: "skipped" };
      if (event?.name !== "RequestExecuted") continue;
      return { outcome: event.args.success ? "success" : "failed", gasUsed: String(event.args.gasUsed) };
    }
    return { outcome: "skipped" };
  }

  return {
    info: async () => ({
      version: deployment.version,
      ...where,
      rightsRegistry,
      relayers: [(await payer.getAddress()) as Address],
      confirmations: 0,
      maxDeadlineSeconds: DEADLINE,
    }),
    prepare: async ({ from, to, data }) => {
      const block = await askChain(() => provider.getBlock("latest"));
      const gas = await estimateForwarded(provider, where.forwarder, { from, to, data });
      const request = {
        from,
        to,
        gas: String(withMargin(gas)),
        nonce: String(await nextNonce(from)),
        deadline: (block?.timestamp ?? 0) + DEADLINE,
        relayer: (await payer.getAddress()) as Address,
        data,
      };
      return { ...where, request, sponsor: "inline" };
    },
    submit: async (requests) => inOrder(requests, execute),
    submitDrawActs: async (acts) => inOrder(acts, act),
    submitReturns: async (returns) => inOrder(returns, deliver),
    status: async (digest) => statuses.get(digest),
    cancel: async (digest) => {
      const details = [`Request ${digest}: this relay sends at once and queues nothing.`];
      throw new DoorkeyError("RELAY_REFUSED", { details });
    },
  };
}

export declare namespace inlineRelay {
  type Parameters = {
    readonly provider: Provider;
    readonly deployment: Deployment;
    readonly payer: Signer;
  };
}

const BAD_SIGNATURE: Problem = {
  type: "about:blank",
  title: "The signature is not the holder's.",
  status: 422,
  code: "SIGNATURE_INVALID",
  detail: "The return is not signed by the holder of its first right.",
  retryable: false,
  requestId: "inline",
};

async function inOrder<T>(items: readonly T[], work: (item: T) => Promise<SubmitResult>): Promise<SubmitResult[]> {
  const results: SubmitResult[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

function statusOf(
  digest: Hex,
  kind: RequestStatus["kind"],
  receipt: TransactionReceipt,
  outcome: Pick<RequestStatus, "outcome" | "gasUsed">,
): RequestStatus {
  const at = new Date().toISOString();
  return {
    digest,
    kind,
    state: "confirmed",
    ...outcome,
    transactionHash: receipt.hash as Hex,
    blockNumber: receipt.blockNumber,
    blockHash: receipt.blockHash as Hex,
    receivedAt: at,
    updatedAt: at,
  };
}
