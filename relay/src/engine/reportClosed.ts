import type { RequestRow } from "../storage/tables.ts";
import type { EngineContext } from "./EngineContext.ts";

/** Reports those of these requests that ended without being executed by this relay. */
export function reportClosed({ observe }: Pick<EngineContext, "observe">, rows: readonly RequestRow[]): void {
  for (const { state, reason_code, digest, sponsor } of rows) {
    if (state === "rejected" || state === "expired" || state === "superseded" || state === "executed_elsewhere") {
      observe({ type: "closed", state, code: reason_code ?? "", digest, sponsor });
    }
  }
}
