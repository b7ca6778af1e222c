import type { IncomingMessage, ServerResponse } from "node:http";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { Address } from "doorkey/buyer";
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from "fastify";
import type { Intake } from "../intake/Intake.ts";
import type { StatusFeed } from "../intake/statusFeed.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { Readiness } from "../metrics/readiness.ts";
import type { Fault, RelayLogger } from "../metrics/recentFaults.ts";
import { ProblemError } from "../problems/ProblemError.ts";

/** Everything that the HTTP service works with. Nothing is global. */
export type Service = {
  readonly intake: Intake;
  readonly feed: StatusFeed;
  readonly logger: RelayLogger;
  readonly metrics: Metrics;
  readonly version: string;
  /** Whether the process is stopping and accepts nothing new. */
  readonly isDraining: () => boolean;
  /** What the relay can do now, and why it cannot do the rest. */
  readonly readiness: () => Promise<Readiness>;
  /** The last warnings and errors of this process, the newest first. */
  readonly faults: () => readonly Fault[];
  /** The balance of an address in wei; undefined if no node answers. */
  readonly balanceOf: (address: Address) => Promise<bigint | undefined>;
};

/** A Fastify instance whose routes are typed by their schemas. */
export type Routes = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** @throws RELAY_DRAINING */
export function refuseIfDraining({ isDraining }: Service): void {
  if (isDraining()) throw new ProblemError("RELAY_DRAINING", { retryAfter: 5 });
}
