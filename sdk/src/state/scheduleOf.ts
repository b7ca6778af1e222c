import type { EventSchedule } from "../documents/EventDocument.ts";

type ChainSchedule = { readonly [name in keyof EventSchedule]: bigint };

/** The schedule as contracts and logs have it, alone or among other values. */
export function scheduleOf(chain: ChainSchedule): EventSchedule {
  return {
    salesOpenAt: Number(chain.salesOpenAt),
    salesCloseAt: Number(chain.salesCloseAt),
    returnUntil: Number(chain.returnUntil),
    rebindUntil: Number(chain.rebindUntil),
    nameBy: Number(chain.nameBy),
    doorsOpenAt: Number(chain.doorsOpenAt),
    doorsCloseAt: Number(chain.doorsCloseAt),
  };
}
