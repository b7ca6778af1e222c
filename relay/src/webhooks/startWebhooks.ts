import { type Deliveries, startDeliveries } from "doorkey-server";
import type { Config } from "../config/Config.ts";
import type { Db } from "../storage/index.ts";
import { fanOut, markDelivered, markFailed, putBack, takeDue } from "./deliveries.ts";

/**
 * Delivers status events to endpoints independently. An endpoint that hangs or fails delays neither the others nor the
 * sending of requests (F22). A delivery is tried again for a day, then it is dead until `replayDead`.
 */
export function startWebhooks({ db, config, env, ...pace }: startWebhooks.Needs): Deliveries {
  const endpointsOf = (sponsor: string) =>
    config()
      .webhooks.endpoints.filter(({ sponsors }) => sponsors.includes(sponsor))
      .map(({ id }) => id);
  return startDeliveries<number>({
    ...pace,
    userAgent: "doorkey-relay",
    endpoints: () =>
      config().webhooks.endpoints.map(({ id, url, secretFrom }) => ({ id, url, secret: env[secretFrom] ?? "" })),
    allowPrivate: () => config().webhooks.allowPrivateAddresses,
    queue: {
      fanOut: async () => {
        while ((await fanOut(db, endpointsOf)) > 0);
      },
      take: async (endpoint, limit, holdSeconds) => {
        const due = await takeDue(db, endpoint, limit, holdSeconds);
        return due.map(({ event: { seq, sponsor, status }, ...delivery }) => ({
          ...delivery,
          body: JSON.stringify({ id: delivery.id, seq, sponsor, status }),
        }));
      },
      delivered: (id) => markDelivered(db, id),
      failed: (id, fault, seconds) => markFailed(db, id, fault, seconds),
      putBack: (ids) => putBack(db, ids),
    },
  });
}

export declare namespace startWebhooks {
  type Needs = Pick<startDeliveries.Needs<number>, "now" | "everyMs" | "timeoutMs" | "onOutcome" | "onTrouble"> & {
    readonly db: Db;
    readonly config: () => Config;
    /** Where the secrets are. */
    readonly env: NodeJS.ProcessEnv;
  };
}
