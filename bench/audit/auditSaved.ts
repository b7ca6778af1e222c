/** Audits a sale from its bundle, in so many threads. */

import { readFile } from "node:fs/promises";
import { auditBundle } from "../../sdk/src/audit/auditBundle.ts";
import { measure } from "./Measured.ts";

const [file = "", workers = "0"] = process.argv.slice(2);
await measure(async () => {
  const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
  const steps = auditBundle(lines, { eventId: 1, workers: Number(workers) });
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
