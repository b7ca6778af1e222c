/** Audits a sale from its bundle, in so many threads. */

import { auditBundle } from "../../sdk/src/audit/auditBundle.ts";
import { bundleLines } from "../../sdk/src/audit/bundle/bundleLines.ts";
import { measure } from "./Measured.ts";

const [file = "", workers = "0"] = process.argv.slice(2);
await measure(async () => {
  const steps = auditBundle(bundleLines(file), { eventId: 1, workers: Number(workers) });
  for (;;) {
    const { done, value } = await steps.next();
    if (done !== true) continue;
    const notable = value.statements.filter(({ verdict }) => verdict !== "holds");
    return {
      statements: value.statements.length,
      notable: notable.map(({ id, verdict }) => `${id} (${verdict})`).join(", "),
    };
  }
});
