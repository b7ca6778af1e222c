import { type Address, checksummed } from "doorkey/buyer";
import type { Chain } from "../chain/Chain.ts";
import type { ChainView } from "../chain/ChainView.ts";
import type { Config } from "../config/Config.ts";
import { memoize } from "../policy/memoize.ts";
import {
  assertReadable,
  assertWritable,
  type Db,
  isMigrated,
  type SignerHealth,
  signerHealth,
} from "../storage/index.ts";

/** What a relay does, apart from one another: a balancer may send calls to a replica that reads and cannot send. */
export const PARTS = ["intake", "sending", "reading"] as const;
export type Part = (typeof PARTS)[number];

/** Why a part does not do its work now, a sentence each. It works if there is none. */
export type PartHealth = {
  readonly reasons: readonly string[];
  /** What is wrong with some signers while others do the work. */
  readonly warnings: readonly string[];
};
export type Readiness = Readonly<Record<Part, PartHealth>>;

export type ReadinessNeeds = {
  readonly db: Db;
  readonly config: () => Pick<Config, "chain" | "fees" | "batches">;
  readonly chain: Pick<Chain, "look">;
  readonly signers: readonly { readonly address: Address }[];
  /** What an operator paused, read again. */
  readonly paused: () => Promise<ReadonlySet<string>>;
  /** Milliseconds. */
  readonly now: () => number;
  /** The longest that one check may take. Defaults to 2,000. */
  readonly timeoutMs?: number;
};

const TIMEOUT_MS = 2_000;
/** Heartbeats that a replica misses, of three in a lease, before its signers count as left alone. */
const MISSED_BEATS = 2;
/** Leases without a pass after which a signer makes no progress. */
const LEASES_WITHOUT_PASS = 3;
/** A transaction that waits this many times as long as until its first raise makes no progress. */
const RAISES_IN_VAIN = 10;

/** A check, its answer within the time, or undefined. */
type Measured = {
  readonly readable: true | undefined;
  readonly writable: true | undefined;
  readonly migrated: boolean | undefined;
  readonly view: ChainView | undefined;
  readonly signers: readonly SignerHealth[] | undefined;
  readonly paused: ReadonlySet<string> | undefined;
};

/**
 * Measures what this replica can do now: a row written and rows read, the age of the chain's head, the balance, lease
 * and progress of each signer.
 *
 * @example
 * const { sending } = await readiness(needs)();
 * if (sending.reasons.length > 0) console.log(sending.reasons.join("\n"));
 */
export function readiness(needs: ReadinessNeeds): () => Promise<Readiness> {
  const { db, chain, now, timeoutMs = TIMEOUT_MS } = needs;
  // Every balancer asks each second. Remembering the answers spares database and chain.
  const all = memoize(
    async (_: "now"): Promise<Readiness> => {
      const [readable, writable, migrated, view, signers, paused] = await Promise.all([
        within(timeoutMs, () => assertReadable(db).then(() => true as const)),
        within(timeoutMs, () => assertWritable(db, timeoutMs).then(() => true as const)),
        within(timeoutMs, () => isMigrated(db)),
        within(timeoutMs, () => chain.look()),
        within(timeoutMs, () => signerHealth(db)),
        within(timeoutMs, needs.paused),
      ]);
      const measured = { readable, writable, migrated, view, signers, paused };
      const sending = await sendingHealth(needs, measured);
      return { intake: intakeHealth(needs, measured), sending, reading: readingHealth(measured) };
    },
    { seconds: 1, now },
  );
  return () => all("now");
}

/** All reasons of all parts, each once. */
export function wholeOf(parts: Readiness): PartHealth {
  const unique = (field: keyof PartHealth) => [...new Set(PARTS.flatMap((part) => parts[part][field]))];
  return { reasons: unique("reasons"), warnings: unique("warnings") };
}

function readingHealth({ readable, migrated }: Measured): PartHealth {
  return healthOf([
    readable === undefined && "The database does not answer questions.",
    migrated === false && "The tables are of another version.",
  ]);
}

function intakeHealth({ config, now }: ReadinessNeeds, measured: Measured): PartHealth {
  const { writable, migrated, view, paused, signers } = measured;
  return healthOf([
    writable === undefined && "The database does not take writes.",
    migrated === false && "The tables are of another version.",
    headFault(config().chain, view, now()),
    paused?.has("all") === true && "An operator paused the relay.",
    paused?.has("intake") === true && "An operator closed the intake.",
    signers !== undefined && !signers.some(({ held }) => held) && "No running replica has a key to send with.",
  ]);
}

async function sendingHealth(needs: ReadinessNeeds, measured: Measured): Promise<PartHealth> {
  const { writable, migrated, view, paused, signers = [] } = measured;
  const own = new Set(needs.signers.map(({ address }) => address.toLowerCase()));
  const ours = signers.filter(({ address, held }) => held || own.has(address));
  const faults = await Promise.all(ours.map((one) => signerFault(needs, measured, one)));
  const wrong = faults.filter((fault) => fault !== undefined);
  const noneWorks = wrong.length === ours.length;
  return healthOf(
    [
      writable === undefined && "The database does not take writes.",
      migrated === false && "The tables are of another version.",
      headFault(needs.config().chain, view, needs.now()),
      paused?.has("all") === true && "An operator paused the relay.",
      measured.signers !== undefined && ours.length === 0 && "No replica holds a key to send with.",
      ...(noneWorks ? wrong : []),
    ],
    noneWorks ? [] : wrong,
  );
}

function headFault({ maxHeadAgeSeconds }: Config["chain"], view: ChainView | undefined, now: number) {
  if (view === undefined) return "No node of the chain answers.";
  const age = headAge(view, now);
  if (maxHeadAgeSeconds === undefined || age <= maxHeadAgeSeconds) return undefined;
  return `The newest block of the nodes is ${Math.round(age)} seconds old; at most ${maxHeadAgeSeconds} are allowed.`;
}

/** Seconds since the newest block, below 0 if this machine's clock is behind the chain's. */
export function headAge({ head }: Pick<ChainView, "head">, now: number): number {
  return now / 1_000 - head.timestamp;
}

/** Why a signer sends nothing now, the cause that an operator must see first. */
async function signerFault(
  { config, timeoutMs = TIMEOUT_MS }: ReadinessNeeds,
  { view, paused }: Measured,
  one: SignerHealth,
): Promise<string | undefined> {
  const { fees, batches } = config();
  const name = `Signer ${checksummed(one.address)}`;
  if (paused?.has(`signer:${one.address}`) === true) return `${name} is paused by an operator.`;
  const lease = leaseFault(one, batches.leaseSeconds);
  if (lease !== undefined) return `${name} ${lease}`;
  if (one.codeSince !== null)
    return `${name} has code (EIP-7702) since ${one.codeSince.toISOString()}, so nothing new is built.`;
  const balance = await within(timeoutMs, async () => view?.balanceOf(one.address));
  if (balance !== undefined && balance < fees.lowBalance) {
    return `${name} has too little ether: ${inEther(balance)} of the ${inEther(fees.lowBalance)} of fees.lowBalance.`;
  }
  const progress = progressFault(one, batches);
  return progress === undefined ? undefined : `${name} ${progress}`;
}

function leaseFault({ owner, leaseSeconds, ownerSilentSeconds }: SignerHealth, lease: number): string | undefined {
  if (owner === null || leaseSeconds === null) return "is with no replica.";
  if (leaseSeconds <= 0) return `is with a replica whose lease ended ${seconds(-leaseSeconds)} ago.`;
  if (ownerSilentSeconds === null) return "is with a replica that is gone.";
  const silent = ownerSilentSeconds > (lease * MISSED_BEATS) / 3;
  return silent ? `is with a replica that has been silent for ${seconds(ownerSilentSeconds)}.` : undefined;
}

function progressFault(one: SignerHealth, { leaseSeconds, bumpAfterSeconds }: Config["batches"]): string | undefined {
  const { passedSeconds, trouble, oldestWaitingSeconds, waiting } = one;
  const late = passedSeconds === null ? trouble !== null : passedSeconds > LEASES_WITHOUT_PASS * leaseSeconds;
  const words = trouble === null ? "" : ` Its last trouble: ${trouble}`;
  if (late && passedSeconds === null) return `has not been brought up to date yet.${words}`;
  if (late) return `was last brought up to date ${seconds(passedSeconds ?? 0)} ago.${words}`;
  if (waiting > 0 && oldestWaitingSeconds > RAISES_IN_VAIN * bumpAfterSeconds) {
    return `has a transaction that has waited for a block for ${seconds(oldestWaitingSeconds)}.`;
  }
  return undefined;
}

const seconds = (count: number): string => `${Math.round(count)} seconds`;

/** Ether with at most six decimals, for people. */
export function inEther(wei: bigint): string {
  return `${Number(wei / 10n ** 12n) / 1e6} ether`;
}

function healthOf(reasons: readonly (string | false | undefined)[], warnings: readonly string[] = []): PartHealth {
  return { reasons: reasons.filter((reason) => typeof reason === "string"), warnings };
}

/** The answer of a check; undefined if it failed or took too long. */
async function within<T>(ms: number, check: () => Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((done) => {
    timer = setTimeout(() => done(undefined), ms);
  });
  return Promise.race([check().catch(() => undefined), late]).finally(() => clearTimeout(timer));
}
