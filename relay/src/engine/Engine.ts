import type { Address, Hex } from "doorkey";
import type { Chain } from "../chain/Chain.ts";
import type { ChainView } from "../chain/ChainView.ts";
import type { Db } from "../storage/transact.ts";
import { buildTransactions } from "./buildTransactions.ts";
import type { EngineContext, Failpoint, Lease, Recheck, RelaySigner, Suite } from "./EngineContext.ts";
import type { EngineEvent } from "./EngineEvent.ts";
import { defaultOptions, type EngineOptions } from "./EngineOptions.ts";
import { expireQueued } from "./expire.ts";
import { Fenced, releaseLeases, renewLeases } from "./leases.ts";
import { type Progress, progressAfter, storeProgress } from "./progress.ts";
import { reconcile } from "./reconcile.ts";
import { createShapes } from "./shapes.ts";
import { watch } from "./watch.ts";
import { type Work, workOf } from "./workOf.ts";

export type EngineParts = {
  readonly db: Db;
  readonly chain: Chain;
  /** Hex in any case. */
  readonly suite: Suite;
  readonly signers: readonly RelaySigner[];
  /** Must differ in each process, also after a restart. */
  readonly owner: string;
  readonly options?: Partial<EngineOptions>;
  readonly recheck: Recheck;
  readonly observe?: (event: EngineEvent) => void;
  /** For tests that kill the process at a given point. */
  readonly failpoint?: (at: Failpoint) => Promise<void>;
};

export type Engine = {
  readonly options: EngineOptions;
  /** One pass over leases, transactions under way and the queue. Safe at any time, in any number of replicas. */
  readonly tick: () => Promise<void>;
  /** Repeats passes until the signal. When it resolves, it builds and sends nothing more, and its signers are free. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  /** Starts a pass now, because something was queued. */
  readonly wake: () => void;
  /** Gives the signers up at once. */
  readonly release: () => Promise<void>;
};

/**
 * Sends queued requests. Everything that matters is in the database: if the process is killed, the replica that takes
 * over its signers continues from there.
 *
 * @example
 * const engine = createEngine({ db, chain, suite, signers, owner: crypto.randomUUID(), recheck });
 * await engine.run(shutdown.signal);
 */
export function createEngine(parts: EngineParts): Engine {
  const context = contextOf(parts);
  const { options, observe } = context;
  /** What this process remembers of the signers that it holds. All of it can be read again. */
  const memory = new Map<Address, SignerMemory>();
  const progress = new Map<Address, Progress>();
  let held: readonly Lease[] = [];
  let expiredAt: Hex | undefined;
  let wakeUp = () => {};

  /** A change of the trouble is stored at once, everything else with the next heartbeat. */
  async function note(signer: Address, error?: unknown): Promise<void> {
    const before = progress.get(signer);
    const after = progressAfter(before, performance.now(), error);
    progress.set(signer, after);
    if (before?.trouble === after.trouble && before?.passedAt !== undefined) return;
    await storeProgress(context, held, progress, performance.now());
  }

  async function renew(): Promise<void> {
    const leases = await renewLeases(context);
    held = leases.held;
    await storeProgress(context, held, progress, performance.now());
    for (const { signer } of leases.taken) {
      memory.set(signer, { reconciled: false });
      observe({ type: "lease_taken", signer });
    }
    for (const signer of leases.released) progress.delete(signer);
    for (const signer of leases.released) observe({ type: "lease_released", signer });
  }

  /** Returns how soon there may be more to do. */
  async function passes(): Promise<Pace> {
    const view = await look();
    if (view.head.hash !== expiredAt) await expireQueued(context, view.head.timestamp);
    expiredAt = view.head.hash;
    const work = await workOf(context, held);
    const built = await Promise.all(held.map((lease) => pass(lease, view, work.get(lease.signer))));
    if (built.some((count) => count > 0)) return "at once";
    return [...work.values()].some(({ open, queued }) => open > 0 || queued) ? "soon" : "idle";
  }

  /** Without a node, no signer makes progress. */
  async function look(): Promise<ChainView> {
    try {
      return await context.chain.look();
    } catch (error) {
      for (const { signer } of held) await note(signer, error);
      throw error;
    }
  }

  /** Returns how many transactions were built. */
  async function pass(lease: Lease, view: ChainView, work: Work | undefined): Promise<number> {
    const { signer } = lease;
    const known = memory.get(signer);
    try {
      if (known?.reconciled === true && known.seen === view.head.hash && !hasWork(context, work)) {
        await note(signer);
        return 0;
      }
      if (known?.reconciled !== true) await reconcile(context, lease, view);
      const { inFlight, done, gap } = await watch(context, lease, view, known?.seen);
      if (gap) await reconcile(context, lease, view);
      memory.set(signer, done ? { reconciled: true, seen: view.head.hash } : { reconciled: true });
      const built = await buildTransactions(context, lease, view, inFlight);
      await note(signer);
      return built;
    } catch (error) {
      memory.delete(signer);
      if (error instanceof Fenced) observe({ type: "fenced", signer });
      else {
        observe({ type: "trouble", signer, error });
        await note(signer, error);
      }
      return 0;
    }
  }

  async function guarded<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      observe({ type: "trouble", error });
      return undefined;
    }
  }

  async function run(signal: AbortSignal): Promise<void> {
    // Separate from the passes, which may take longer than a lease if keys or nodes are slow.
    const heartbeat = setInterval(() => void guarded(renew), options.leaseMs / 3);
    try {
      await guarded(renew);
      while (!signal.aborted) {
        let woken = false;
        const wake = new Promise<void>((resolve) => {
          wakeUp = () => {
            woken = true;
            resolve();
          };
        });
        const pace = (await guarded(passes)) ?? "soon";
        const wait = pace === "idle" ? options.idlePollMs : options.pollMs;
        if (!woken && !signal.aborted && pace !== "at once") await pause(wait, wake, signal);
      }
    } finally {
      clearInterval(heartbeat);
      await releaseLeases(context);
    }
  }

  const tick = () =>
    guarded(async () => {
      await renew();
      await passes();
    });
  return { options, tick, run, wake: () => wakeUp(), release: () => releaseLeases(context) };
}

/** When the next pass begins: without a pause, after `pollMs`, or after `idlePollMs` unless `wake` is called. */
type Pace = "at once" | "soon" | "idle";

/** Whether a signer has anything to do although there is no new block. */
function hasWork({ options }: EngineContext, work: Work | undefined): boolean {
  return work === undefined || work.urgent || (work.queued && work.waiting < options.maxInFlight);
}

/** `seen`: the newest block when the signer's transactions were last checked. */
type SignerMemory = { readonly reconciled: boolean; readonly seen?: Hex };

function contextOf({ suite, signers, options, observe, failpoint, ...parts }: EngineParts): EngineContext {
  return {
    ...parts,
    suite: {
      ...suite,
      forwarder: lower(suite.forwarder),
      rightsRegistry: lower(suite.rightsRegistry),
      draws: suite.draws && {
        Ballot: lower(suite.draws.Ballot),
        DrandBeacon: lower(suite.draws.DrandBeacon),
      },
    },
    signers: new Map(signers.map((signer) => [lower(signer.address), signer])),
    options: { ...defaultOptions, ...options },
    shapes: createShapes(),
    observe: observe ?? (() => {}),
    failpoint: failpoint ?? (async () => {}),
  };
}

function lower(address: Address): Address {
  return address.toLowerCase() as Address;
}

/** Waits for a time, for `wake`, or for the signal. */
function pause(ms: number, wake: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
    wake.then(done);
  });
}
