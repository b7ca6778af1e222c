import type { Thresholds } from "./thresholds.ts";

/** How to audit an event. */
export type AuditOptions = {
  readonly eventId: number;
  /** Defaults to `defaultThresholds`. */
  readonly thresholds?: Thresholds | undefined;
  /** Most signatures to check of each kind. Defaults to all. */
  readonly sample?: number | undefined;
  /** Threads that check signatures. Defaults to 0: the calling one. */
  readonly workers?: number | undefined;
};
