import { expect } from "chai";
import type { Hex } from "doorkey";
import { walletOf } from "doorkey-test-support/keys";
import { openChain } from "../../src/chain/Chain.ts";
import { type RpcEndpoint, rpcEndpoint } from "../../src/chain/jsonRpc.ts";
import { cancelQueued, enqueue } from "../../src/storage/index.ts";
import { expectOnceEach } from "../helpers/checks.ts";
import { ANSWERS, type Answer, METHODS, type Method } from "../helpers/hostile/answers.ts";
import { type Aim, type Call, lateEndpoint, startHostileNode } from "../helpers/hostile/hostileNode.ts";
import { SEED, sample, TRIES_ALL } from "../helpers/hostile/sample.ts";
import { onEachStorage, type Stage } from "../helpers/stage.ts";
import { storageKinds } from "../helpers/storages.ts";
import { engineOn, queue, requestFor, statesOf, type TestEngine } from "../helpers/world.ts";

const PASSES = 14;

/** Methods without whose answers the relay works. A node may be hostile about them for ever. */
const OPTIONAL: readonly Method[] = [
  "eth_getBalance",
  "eth_getCode",
  "eth_feeHistory",
  "eth_gasPrice",
  "eth_estimateGas",
  "eth_getLogs",
  "eth_getTransactionByHash",
];

/** Lies that no relay can see through while it has no other node. */
const PLAUSIBLE: readonly Method[] = ["eth_getBalance", "eth_getCode"];

/** The relay never gives up by a clock here, because a loaded machine makes honest nodes slow. */
const PATIENCE_MS = 600_000;

function engineFor(stage: Stage, endpoints: readonly RpcEndpoint[]): TestEngine {
  const chain = openChain({ endpoints, confirmations: 3, now: () => passed });
  return engineOn(stage.db, stage.node, {
    chain,
    options: { maxRequests: 1, maxInFlight: 8, bumpAfterMs: 0, leaseMs: PATIENCE_MS, maxTip: 200n * 10n ** 9n },
  });
}

const endpointAt = (url: string): RpcEndpoint => rpcEndpoint(url, { timeoutMs: PATIENCE_MS, now: () => passed });

/** The clock of pauses: each pass takes a second, so that no test waits. */
let passed = 0;

async function passesUntilMined(stage: Stage, engine: TestEngine, digests: readonly Hex[]): Promise<readonly string[]> {
  for (let i = 0; i < PASSES; i++) {
    passed += 1_000;
    await engine.tick();
    await stage.node.mine();
    await stage.db.updateTable("requests").set({ hold_until: null }).where("state", "=", "queued").execute();
    const states = await statesOf(stage.db, digests);
    if (states.every((state) => DONE.includes(state))) return states;
  }
  return statesOf(stage.db, digests);
}

const DONE: readonly string[] = ["mined", "confirmed"];

/** Sends three requests over a node with one odd answer. Returns what went wrong, or nothing. */
async function rowOf(
  stage: Stage,
  method: Method,
  answer: Answer,
  { others = [], aim, odd }: { readonly others?: readonly string[]; readonly aim?: Aim; readonly odd?: Hex } = {},
): Promise<string | undefined> {
  const proxy = await startHostileNode(stage.node, method, answer, aim);
  const hits = (call: Call): boolean => call.method === method && (aim?.(call.params ?? []) ?? true);
  const isLate = (call: Call): boolean => answer.fault === "late" && hits(call);
  const engine = engineFor(stage, [lateEndpoint(endpointAt(proxy.url), isLate), ...others.map(endpointAt)]);
  try {
    const digests = await queue(stage.db, stage.node, stage.target, 3);
    const states = await passesUntilMined(stage, engine, digests);
    if (!states.every((state) => DONE.includes(state))) return `${states.join(", ")}`;
    await expectOnceEach(stage.node, digests);
    if (odd === undefined) return undefined;
    // It waits, or the node's answer ended it. Later rows must not meet it again.
    await cancelQueued(stage.db, odd);
    return undefined;
  } catch (error) {
    return String(error);
  } finally {
    await engine.release();
    await proxy.close();
  }
}

/** Tries the rows of a table, or a sample of them. Fails with every row that is not green. */
async function table(
  title: string,
  methods: readonly Method[],
  answersOf: (method: Method) => readonly Answer[],
  run: (method: Method, answer: Answer) => Promise<string | undefined>,
): Promise<void> {
  const rows = methods.flatMap((method) => answersOf(method).map((answer) => ({ method, answer })));
  const tried = sample(rows, SAMPLE);
  const bad: string[] = [];
  for (const { method, answer } of tried) {
    const fault = await run(method, answer);
    if (fault !== undefined) bad.push(`${method} × ${answer.what}: ${fault}`);
  }
  const which = TRIES_ALL ? "" : ` of ${rows.length}, seed ${SEED}`;
  console.log(`      ${title}: ${tried.length - bad.length} of ${tried.length} rows green${which}`);
  expect(bad).to.deep.equal([]);
}

/** Rows of a table that are tried if not all are. */
const SAMPLE = 48;
const KINDS = TRIES_ALL ? storageKinds : storageKinds.slice(0, 1);

onEachStorage(
  "the table of hostile nodes",
  (stage) => {
    it("F35 one of two nodes is hostile about a method, for every method and every answer: all requests are mined", async function () {
      this.timeout(3_600_000);
      await table(
        "one of two nodes",
        METHODS,
        () => ANSWERS,
        (method, answer) => rowOf(stage, method, answer, { others: [stage.node.url] }),
      );
    });

    it("F35 the only node is hostile about a method that the relay can do without: all requests are mined", async function () {
      this.timeout(3_600_000);
      await table(
        "the only node",
        OPTIONAL,
        (method) =>
          ANSWERS.filter(({ fault }) => !(PLAUSIBLE.includes(method) && (fault === "lie" || fault === "stale"))),
        (method, answer) => rowOf(stage, method, answer),
      );
    });

    it("F35 the only node is hostile about one request: the others of the pass are mined", async function () {
      this.timeout(3_600_000);
      // A busy node is busy for all, a cut or late one cuts the whole body, and `0x` is what a call without a result returns.
      const single = ANSWERS.filter(({ fault }) => fault === "stale" || fault === "lie" || isOdd(fault)).filter(
        ({ what }) => what !== "empty bytes",
      );
      await table(
        "the only node, about one request",
        ["eth_call"],
        () => single,
        async (method, answer) => {
          const { item, digest } = await requestFor(stage.node, stage.target, walletOf("odd client"));
          await enqueue(stage.db, [item]);
          const sender = item.from.slice(2).toLowerCase();
          const aim: Aim = ([call]) => String(Object(call).data).includes(sender);
          return rowOf(stage, method, answer, { aim, odd: digest });
        },
      );
    });
  },
  { kinds: KINDS },
);

function isOdd(fault: Answer["fault"]): boolean {
  if (typeof fault !== "object") return false;
  if (fault.kind === "error") return !/rate|count|timed out/.test(fault.message);
  return fault.kind === "answer" || fault.kind === "drop";
}
