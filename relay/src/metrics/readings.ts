import type { Chain } from "../chain/Chain.ts";
import type { ChainView } from "../chain/ChainView.ts";
import type { RelaySigner } from "../engine/index.ts";
import type { Intake } from "../intake/Intake.ts";
import type { StatusFeed } from "../intake/statusFeed.ts";
import { livingReplicas, periodsOf, queueFigures, signerHealth, usageOf } from "../storage/index.ts";
import { waitingDeliveries } from "../webhooks/deliveries.ts";
import type { Readings } from "./metrics.ts";
import { headAge, PARTS, type Part, type Readiness } from "./readiness.ts";

type Needs = {
  readonly intake: Intake;
  readonly chain: Chain;
  readonly signers: readonly Pick<RelaySigner, "address">[];
  readonly feed: Pick<StatusFeed, "followers">;
  readonly ready: () => Promise<Readiness>;
};

/** The figures of each scrape. If the chain does not answer, its figures are left out. */
export function readings({ intake, chain, signers, feed, ready }: Needs): () => Promise<Readings> {
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

  async function ours(view: ChainView | undefined): Promise<Readings["signers"]> {
    const rows = await signerHealth(db);
    const { paused } = await intake.state();
    return Promise.all(
      signers.map(async ({ address }) => {
        const row = rows.find((one) => one.address === address.toLowerCase());
        const [balanceWei, mined] = await Promise.all([
          view?.balanceOf(address).catch(() => undefined),
          view?.nonceOf(address, "latest").catch(() => undefined),
        ]);
        const { passedSeconds = null, leaseSeconds = null, oldestWaitingSeconds = 0 } = row ?? {};
        return {
          address,
          paused: paused.has("all") || paused.has(`signer:${address.toLowerCase()}`),
          leaseSeconds: leaseSeconds ?? -1,
          oldestWaitingSeconds,
          ...(passedSeconds !== null && { passedSeconds }),
          ...(balanceWei !== undefined && { balanceWei }),
          ...(mined !== undefined && row !== undefined && { nonceLag: row.nextNonce - mined }),
        };
      }),
    );
  }

  async function parts(): Promise<Readonly<Record<Part, boolean>>> {
    const measured = await ready();
    const [intakeWorks, sendingWorks, readingWorks] = PARTS.map((part) => measured[part].reasons.length === 0);
    return { intake: intakeWorks === true, sending: sendingWorks === true, reading: readingWorks === true };
  }

  return async () => {
    const view = await chain.look().catch(() => undefined);
    return {
      queue: await queueFigures(db),
      signers: await ours(view),
      budgets: await budgets(),
      followers: feed.followers(),
      webhooksWaiting: await waitingDeliveries(db),
      replicas: await livingReplicas(db),
      ready: await parts(),
      ...(view !== undefined && { headAgeSeconds: headAge(view, Date.now()) }),
    };
  };
}
