import type { Chain } from "../chain/Chain.ts";
import type { RelaySigner } from "../engine/index.ts";
import type { Intake } from "../intake/Intake.ts";
import { memoize } from "../policy/memoize.ts";
import { assertWritable, isMigrated } from "../storage/index.ts";

type Needs = {
  readonly intake: Intake;
  readonly chain: Chain;
  readonly signers: readonly Pick<RelaySigner, "address">[];
};

/** The longest that one check may take. */
const TIMEOUT_MS = 2_000;

/**
 * Why this replica cannot work; empty if it can. It needs a database that takes writes and has this version's tables, a
 * node that answers, a key with enough ether, and a replica that sends.
 */
export function readiness({ intake, chain, signers }: Needs): () => Promise<readonly string[]> {
  const { db, config } = intake;

  async function funded(): Promise<boolean> {
    const view = await chain.look();
    const balances = await Promise.all(signers.map(({ address }) => view.balanceOf(address)));
    return balances.some((balance) => balance >= config().fees.lowBalance);
  }

  const checks: readonly (readonly [string, () => Promise<boolean>])[] = [
    ["the database does not take writes", async () => assertWritable(db).then(() => true)],
    ["the tables are of another version", () => isMigrated(db)],
    ["no node answers", async () => chain.look().then(() => true)],
    ["no signer has enough ether", funded],
    ["no signer is with a replica", async () => (await intake.state()).relayers.some(({ leased }) => leased)],
  ];
  // Every balancer asks each second. Remembering the answers spares the chain.
  const all = memoize(
    async (_: "now") => {
      const passed = await Promise.all(checks.map(([, check]) => within(TIMEOUT_MS, check)));
      return checks.flatMap(([reason], i) => (passed[i] ? [] : [reason]));
    },
    { seconds: 1, now: Date.now },
  );
  return () => all("now");
}

async function within(ms: number, check: () => Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((done) => {
    timer = setTimeout(() => done(false), ms);
  });
  return Promise.race([check().catch(() => false), late]).finally(() => clearTimeout(timer));
}
