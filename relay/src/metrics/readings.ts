import type { Chain } from "../chain/Chain.ts";
import type { RelaySigner } from "../engine/index.ts";
import type { Intake } from "../intake/Intake.ts";
import type { StatusFeed } from "../intake/statusFeed.ts";
import { periodsOf, queueFigures, signerRows, usageOf } from "../storage/index.ts";
import { waitingDeliveries } from "../webhooks/deliveries.ts";
import type { Readings } from "./metrics.ts";

type Needs = {
  readonly intake: Intake;
  readonly chain: Chain;
  readonly signers: readonly Pick<RelaySigner, "address">[];
  readonly feed: Pick<StatusFeed, "followers">;
};

/** The figures of each scrape. If the chain does not answer, its figures are left out. */
export function readings({ intake, chain, signers, feed }: Needs): () => Promise<Readings> {
  const { db, config, now } = intake;

  async function budgets(): Promise<Readings["budgets"]> {
    const periods = periodsOf(now());
    const all = await Promise.all(
      config().sponsors.map(async ({ id, budget }) => {
        const [day, month] = await usageOf(db, id, periods);
        const part = (used: typeof day, limit: bigint) =>
          used === undefined || limit === 0n
            ? 0
            : Number(((used.usedWei + used.reservedWei) * 10_000n) / limit) / 10_000;
        return [
          { sponsor: id, period: "day" as const, used: part(day, budget.perDay) },
          { sponsor: id, period: "month" as const, used: part(month, budget.perMonth) },
        ];
      }),
    );
    return all.flat();
  }

  async function ours(): Promise<Readings["signers"]> {
    const rows = await signerRows(db);
    const { paused } = await intake.state();
    const view = await chain.look().catch(() => undefined);
    return Promise.all(
      signers.map(async ({ address }) => {
        const row = rows.find((one) => one.address === address.toLowerCase());
        const [balanceWei, mined] = await Promise.all([
          view?.balanceOf(address).catch(() => undefined),
          view?.nonceOf(address, "latest").catch(() => undefined),
        ]);
        return {
          address,
          paused: paused.has("all") || paused.has(`signer:${address.toLowerCase()}`),
          ...(balanceWei !== undefined && { balanceWei }),
          ...(mined !== undefined && row !== undefined && { nonceLag: row.next_nonce - mined }),
        };
      }),
    );
  }

  return async () => ({
    queue: await queueFigures(db),
    signers: await ours(),
    budgets: await budgets(),
    followers: feed.followers(),
    webhooksWaiting: await waitingDeliveries(db),
  });
}
