/** An engine over a real chain and a real database, moved on pass by pass. */

import type { Address, Hex } from "doorkey";
import {
  type RequestStatus,
  requestDigest,
  signRequest,
  type WireForwardRequest,
  type WireSignedRequest,
} from "doorkey/relay";
import { walletOf } from "doorkey-test-support/keys";
import type { ServedChain } from "doorkey-test-support/servedChain";
import { Interface, type Wallet } from "ethers";
import { openChain } from "../../src/chain/Chain.ts";
import { rpcEndpoint } from "../../src/chain/jsonRpc.ts";
import {
  createEngine,
  type Engine,
  type EngineEvent,
  type EngineParts,
  type RelaySigner,
} from "../../src/engine/index.ts";
import { enqueue, type NewRequest, statusOf } from "../../src/storage/index.ts";
import type { Db } from "../../src/storage/transact.ts";
import { suiteOf } from "./suite.ts";

const GWEI = 10n ** 9n;

/** A wallet as the engine's port. */
export function signerFrom(wallet: Wallet): RelaySigner {
  return {
    address: wallet.address as Address,
    signTransaction: async (transaction) => (await wallet.signTransaction(transaction)) as Hex,
  };
}

/** Functions of `TrustingTarget`. */
export const target = new Interface([
  "function record(bytes)",
  "function refuse(uint256 number)",
  "function burn()",
  "function calls() view returns (uint256)",
]);

export type TestEngine = Engine & { readonly events: EngineEvent[] };

export type EngineChange = Partial<Omit<EngineParts, "db" | "suite">> & { readonly urls?: readonly string[] };

/** Quick in what is measured in time, exact in what is counted in blocks. */
export const testOptions = {
  confirmations: 3,
  maxWaitMs: 0,
  leaseMs: 60_000,
  bumpAfterMs: 600_000,
  rebroadcastAfterMs: 0,
  maxFeeCap: 1_000n * GWEI,
  minTip: GWEI,
  maxTip: 100n * GWEI,
} as const;

let owners = 0;

export function engineOn(db: Db, node: ServedChain, change: EngineChange = {}): TestEngine {
  const { urls = [node.url], options, ...parts } = change;
  const events: EngineEvent[] = [];
  const merged = { ...testOptions, ...options };
  const engine = createEngine({
    db,
    suite: suiteOf(node),
    signers: [signerFrom(walletOf("relay 0"))],
    owner: `replica ${++owners}`,
    recheck: async (rows) => rows.map(() => undefined),
    observe: (event) => events.push(event),
    chain: openChain({
      endpoints: urls.map((url) => rpcEndpoint(url, { timeoutMs: 5_000 })),
      confirmations: merged.confirmations,
      onEndpoint: (event) => events.push({ type: "endpoint", ...event }),
    }),
    options: merged,
    ...parts,
  });
  return { ...engine, events };
}

export type RequestChange = Partial<WireForwardRequest> & {
  readonly sponsor?: string;
  readonly priority?: number;
  /** What the row says the call may use, if it should be wrong. */
  readonly countedGas?: number;
};

let nonces = 0n;

/** Under EIP-8037 each new word of the state takes about 100,000 gas. */
export const isDear = process.env.DOORKEY_HARDFORK === "amsterdam";

/** The gas that a request signs for, and a grant. */
export const CALL_GAS = isDear ? "2000000" : "200000";
export const GRANT_GAS = isDear ? "2000000" : "300000";

/** The gas of a transaction that another sender makes of ten such calls. */
export const OTHERS_GAS = isDear ? 16_000_000n : 2_000_000n;

/** A signed request of `from` to a target, and how the intake would store it. */
export async function requestFor(
  node: ServedChain,
  to: Address,
  from: Wallet,
  change: RequestChange = {},
): Promise<{ readonly digest: Hex; readonly signed: WireSignedRequest; readonly item: NewRequest }> {
  const { sponsor = "acme", priority = 1, countedGas, ...fields } = change;
  const request: WireForwardRequest = {
    from: from.address as Address,
    to,
    gas: CALL_GAS,
    nonce: String(nonces++),
    deadline: (await node.clock.now()) + 3_600,
    relayer: "0x0000000000000000000000000000000000000000",
    data: target.encodeFunctionData("record", ["0x01"]) as Hex,
    ...fields,
  };
  const signed = await signRequest(suiteOf(node), from, request);
  const digest = requestDigest(suiteOf(node), request);
  const item: NewRequest = {
    digest,
    kind: "request",
    from: request.from,
    nonce: BigInt(request.nonce),
    to: request.to,
    selector: request.data.slice(0, 10) as Hex,
    gas: countedGas ?? Number(request.gas),
    deadline: request.deadline,
    ...(BigInt(request.relayer) === 0n ? {} : { relayer: request.relayer }),
    payload: signed,
    sponsor,
    priority,
    reservation: { wei: 0n, limits: [] },
  };
  return { digest, signed, item };
}

/** Signs and stores requests, one of each signer; returns their digests. */
export async function queue(
  db: Db,
  node: ServedChain,
  to: Address,
  count: number,
  change: RequestChange = {},
): Promise<Hex[]> {
  const made = await Promise.all(
    Array.from({ length: count }, (_, i) => requestFor(node, to, walletOf(`client ${i}`), change)),
  );
  await enqueue(
    db,
    made.map(({ item }) => item),
  );
  return made.map(({ digest }) => digest);
}

export async function statesOf(db: Db, digests: readonly Hex[]): Promise<RequestStatus["state"][]> {
  const states: RequestStatus["state"][] = [];
  for (const digest of digests) states.push((await mustStatus(db, digest)).state);
  return states;
}

export async function mustStatus(db: Db, digest: Hex): Promise<RequestStatus> {
  const status = await statusOf(db, digest);
  if (status === undefined) throw new Error(`no status of ${digest}`);
  return status;
}
