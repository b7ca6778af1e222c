import type { IncomingMessage, ServerResponse } from "node:http";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from "fastify";
import type { Logger } from "pino";
import type { Intake } from "../intake/Intake.ts";
import type { StatusFeed } from "../intake/statusFeed.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { ProblemError } from "../problems/ProblemError.ts";

/** Everything that the HTTP service works with. Nothing is global. */
export type Service = {
  readonly intake: Intake;
  readonly feed: StatusFeed;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly version: string;
  /** Whether the process is stopping and accepts nothing new. */
  readonly isDraining: () => boolean;
  /** Why the relay cannot do its work now; empty when it can. */
  readonly unready: () => Promise<readonly string[]>;
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
