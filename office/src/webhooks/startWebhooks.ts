import { type Deliveries, startDeliveries } from "doorkey-server";
import type { Config } from "../config/Config.ts";
import type { Storage } from "../storage/openStorage.ts";
import { type DeliveryId, dropOld, fanOut, markDelivered, markFailed, putBack, takeDue } from "./webhookTables.ts";

/** Seconds between two looks for what is too old. */
const DROP_SECONDS = 3_600;

/**
 * Delivers what happened to sales, and the news of the chain, to the shops' endpoints: at least once, each with an id. A
 * shop that hangs or fails delays no other shop. A delivery is tried again for a day, then it is dead until it is
 * replayed.
 */
export function startWebhooks(needs: startWebhooks.Needs): Deliveries {
  const { storage, webhooks, now, ...pace } = needs;
  const { endpoints, allowPrivateAddresses } = webhooks;
  let dropAt = 0;
  return startDeliveries<DeliveryId>({
    ...pace,
    now: () => now() * 1_000,
    userAgent: "doorkey-office",
    endpoints: () => endpoints,
    allowPrivate: () => allowPrivateAddresses,
    queue: {
      fanOut: async () => {
        while (storage.write((db) => fanOut(db, endpoints, now())) > 0);
        if (now() < dropAt) return;
        dropAt = now() + DROP_SECONDS;
        storage.write((db) => dropOld(db, now()));
      },
      take: async (endpoint, limit, hold) => storage.write((db) => takeDue(db, endpoint, limit, hold, now())),
      delivered: async (id) => storage.write((db) => markDelivered(db, id)),
      failed: async (id, fault, seconds) =>
        storage.write((db) => markFailed(db, id, fault, seconds === undefined ? undefined : now() + seconds)),
      putBack: async (ids) => storage.write((db) => putBack(db, ids, now())),
    },
  });
}

export declare namespace startWebhooks {
  type Needs = Pick<startDeliveries.Needs<DeliveryId>, "everyMs" | "timeoutMs" | "onOutcome" | "onTrouble"> & {
    readonly storage: Storage;
    readonly webhooks: Config["webhooks"];
    /** Seconds. */
    readonly now: () => number;
  };
}
