import type { Seller } from "doorkey/agent";
import type { Streams } from "doorkey-server";
import type { Logger } from "pino";
import type { Config } from "../config/Config.ts";
import type { Events } from "../follow/Events.ts";
import type { ChainIndex } from "../follow/followChain.ts";
import type { Imports } from "../imports/Imports.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { Acts } from "../rights/Acts.ts";
import type { Rights } from "../rights/createRights.ts";
import type { RebindRequests } from "../rights/rebindRequests.ts";
import type { Sales } from "../sales/Sales.ts";
import type { Staff } from "../staff/Staff.ts";
import type { Storage } from "../storage/openStorage.ts";

/** Everything that the HTTP service works with. Nothing is global. */
export type Service = {
  readonly config: Pick<Config, "agent" | "url" | "sites" | "shops" | "webhooks">;
  readonly storage: Storage;
  readonly seller: Seller;
  /** The agent's name, as the chain has it. */
  readonly sellerName: () => string;
  readonly index: ChainIndex;
  readonly events: Events;
  readonly staff: Staff;
  readonly sales: Sales;
  readonly rights: Rights;
  readonly acts: Acts;
  readonly requests: RebindRequests;
  readonly imports: Imports;
  readonly streams: Streams;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly version: string;
  /** Where the box office is: `http://127.0.0.1:8480`. */
  readonly origin: () => string;
  readonly operatorToken: string;
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly isStopping: () => boolean;
  /** Why the office cannot do its work now. Empty when it can. */
  readonly unready: () => Promise<readonly string[]>;
};
