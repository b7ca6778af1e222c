import type { IndexState } from "../../eventIndex/IndexState.ts";
import type { AuditLog } from "../Audit.ts";

/**
 * The attesters whom the suite's identity verifier trusted for an event at a moment, in lower case. Moments without a
 * change between them share one set.
 */
export function trustedAttesters(eventId: number): {
  /** For every log, before `at` is asked about it. */
  readonly see: (log: AuditLog) => void;
  readonly at: (before: IndexState) => ReadonlySet<string>;
} {
  let trusted: ReadonlySet<string> | undefined;
  let stale = false;
  return {
    see: ({ name }) => {
      if (stale) trusted = undefined;
      // What the log changes shows from the next one on.
      stale = name === "AttesterSet" || name === "HandedOver" || name === "EventRegistered";
    },
    at: (before) => {
      const scope = before.events.get(eventId)?.policy.scope ?? eventId;
      trusted ??= new Set([...(before.attesters.get(scope) ?? [])].map((attester) => attester.toLowerCase()));
      return trusted;
    },
  };
}
