/** A whole relay for one test file, with its own chain, a real database and real HTTP. */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hex } from "doorkey/buyer";
import {
  type Prepared,
  type Problem,
  type RequestStatus,
  requestDigest,
  signRequest,
  type WireForwardRequest,
  type WireSignedRequest,
} from "doorkey/relay";
import { walletOf } from "doorkey-test-support/keys";
import { type ServedChain, startServedChain } from "doorkey-test-support/servedChain";
import { openShow, type Show, type ShowWithGates } from "doorkey-test-support/show";
import type { Wallet } from "ethers";
import { pino } from "pino";
import { hashOfKey } from "../../../src/http/auth.ts";
import { walletSigner } from "../../../src/keys/walletSigner.ts";
import { type Relay, startRelay } from "../../../src/startRelay/startRelay.ts";
import { until } from "../../helpers/processes.ts";

export const API_KEY = "dk_zepp_test-key-of-the-sponsor";
export const OTHER_KEY = "dk_other_test-key-of-another";
export const ADMIN_KEY = "dk_admin_test-key-of-the-operator";

export type Answer<T = unknown> = { readonly status: number; readonly headers: Headers; readonly body: T };

export type RelayStage = {
  readonly node: ServedChain;
  readonly show: ShowWithGates;
  /** An event of another organizer, for whom no sponsor pays. */
  readonly stranger: Show;
  readonly relay: Relay;
  readonly signer: Wallet;
  readonly configFile: string;
  /** Every line that was logged. */
  readonly log: string[];
  readonly call: <T = Problem>(method: string, path: string, options?: CallOptions) => Promise<Answer<T>>;
  readonly prepare: (from: Wallet, to: string, data: Hex, key?: string) => Promise<Answer<Prepared>>;
  readonly sign: (from: Wallet, request: WireForwardRequest) => Promise<WireSignedRequest>;
  /** Prepares a request, applies `change`, and signs it. */
  readonly request: (
    from: Wallet,
    to: string,
    data: Hex,
    change?: Partial<WireForwardRequest>,
  ) => Promise<WireSignedRequest>;
  readonly submit: <T = Problem>(
    signed: WireSignedRequest | readonly WireSignedRequest[],
    key?: string,
  ) => Promise<Answer<T>>;
  readonly digestOf: (signed: WireSignedRequest) => Hex;
  /** Waits until a request has this state or a later one. */
  readonly reaches: (digest: Hex, state: RequestStatus["state"]) => Promise<RequestStatus>;
  /** Rewrites the configuration and waits until the relay uses it. */
  readonly reconfigure: (change: (text: string) => string) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type CallOptions = { readonly body?: unknown; readonly key?: string; readonly headers?: Record<string, string> };

/** Plenty of places, and a class of a single one. */
const CLASSES = { standing: { supply: 100_000 }, "the last place": { supply: 1 } };

/** A configuration for tests: everything that `show` does is sponsored, what `stranger` does is not. */
export function configText(node: ServedChain, show: Show, extra = ""): string {
  const addresses = Object.entries(node.deployment.contracts).map(([name, { address }]) => `    ${name}: "${address}"`);
  return `version: 1
chain:
  id: 31337
  rpc: ["${node.url}"]
  confirmations: 1
  contracts:
${addresses.join("\n")}
server: { port: 0, metricsPort: 0 }
limits:
  perIp: { points: 1000000, seconds: 60 }
  perKey: { points: 1000000, seconds: 60 }
  perSender: { points: 1000000, seconds: 60 }
batches: { maxWaitMs: 50 }
requests: { minDeadlineSeconds: 15 }
admin: { keyHash: "${hashOfKey(ADMIN_KEY)}" }
sponsors:
  - id: zepp
    keys: ["${hashOfKey(API_KEY)}"]
    organizers: [${show.organizerId}]
    budget: { perDay: 100 ether, perMonth: 1000 ether }
    allow:
      - to: EntryRightRegistry
        functions: [grant, revoke, admit, returnRights]
        only: { organizers: [${show.organizerId}] }
        maxGas: 5000000
      - to: GasRelayForwarder
        functions: [cancel]
  - id: other
    keys: ["${hashOfKey(OTHER_KEY)}"]
    budget: { perDay: 1 ether, perMonth: 1 ether }
    allow:
      - to: GasRelayForwarder
        functions: [cancel]
${extra}`;
}

/** States in their order. Blocks of other tests may carry a request beyond the state that a test waits for. */
const WAY: readonly RequestStatus["state"][] = ["queued", "assigned", "mined", "confirmed"];

type Options = {
  readonly config?: (node: ServedChain, show: Show) => string | Promise<string>;
  /** Keeps only problems in the log. */
  readonly quiet?: boolean;
  readonly env?: NodeJS.ProcessEnv;
  /** See `startServedChain`. */
  readonly hardfork?: "osaka" | "amsterdam";
};

export async function startRelayStage({
  config = configText,
  quiet = false,
  env = {},
  hardfork,
}: Options = {}): Promise<RelayStage> {
  const node = await startServedChain({ hardfork });
  const show = await openShow(node, { classes: CLASSES, gates: true });
  const stranger = await openShow(node);
  const signer = walletOf("relay of the service tests");
  await node.fund(signer.address);
  const folder = await mkdtemp(join(tmpdir(), "doorkey-relay-"));
  const configFile = join(folder, "relay.yaml");
  await writeFile(configFile, await config(node, show));

  const log: string[] = [];
  const logger = pino(
    { level: quiet ? "warn" : "debug", base: null },
    { write: (line: string) => void log.push(line) },
  );
  const relay = await startRelay({
    file: configFile,
    env: { WEBHOOK_SECRET: "a secret of the tests", ...env },
    openSigners: async () => [walletSigner(signer)],
    logger,
    version: "0.0.0-test",
    pace: { feedMs: 50, engineMs: 50, webhooksMs: 50 },
  });
  const where = { chainId: 31337, forwarder: node.deployment.contracts.GasRelayForwarder.address };

  async function call<T>(
    method: string,
    path: string,
    { body, key, headers = {} }: CallOptions = {},
  ): Promise<Answer<T>> {
    const response = await fetch(`${relay.url}${path}`, {
      method,
      headers: {
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === "" ? undefined : JSON.parse(text)) as T,
    };
  }

  const stage: Omit<RelayStage, "close"> = {
    node,
    show,
    stranger,
    relay,
    signer,
    configFile,
    log,
    call,
    prepare: (from, to, data, key = API_KEY) =>
      call("POST", "/v1/prepare", { body: { from: from.address, to, data }, key }),
    sign: (from, request) => signRequest(where, from, request),
    request: async (from, to, data, change = {}) => {
      const { status, body } = await stage.prepare(from, to, data);
      if (status !== 200) throw new Error(`prepare answered ${status}: ${JSON.stringify(body)}`);
      return signRequest(where, from, { ...body.request, ...change });
    },
    submit: (signed, key = API_KEY) =>
      call("POST", "/v1/requests", { body: { requests: Array.isArray(signed) ? signed : [signed] }, key }),
    digestOf: ({ request }) => requestDigest(where, request),
    reaches: async (digest, state) => {
      let last: RequestStatus | undefined;
      await until(`${digest} is ${state}`, async () => {
        last = (await call<RequestStatus>("GET", `/v1/requests/${digest}`)).body;
        return last.state === state || (WAY.includes(state) && WAY.indexOf(last.state) > WAY.indexOf(state));
      });
      return last as RequestStatus;
    },
    reconfigure: async (change) => {
      await writeFile(configFile, change(await readFile(configFile, "utf8")));
      await relay.reload();
    },
  };
  return {
    ...stage,
    close: async () => {
      await relay.stop();
      await node.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
