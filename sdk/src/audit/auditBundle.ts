import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { AuditOptions } from "./AuditOptions.ts";
import type { AuditProgress, AuditResult } from "./AuditResult.ts";
import { assertOptions } from "./assertOptions.ts";
import { assertAbout, bundleSource, contentOf } from "./bundle/bundleSource.ts";
import { runAudit } from "./runAudit.ts";
import { defaultThresholds } from "./thresholds.ts";
import { yielding } from "./yielding.ts";

/**
 * Repeats an audit without a node, from what an earlier one kept. The result says which block hashes to compare with a
 * node that you trust: the bundle proves nothing about the chain without them.
 *
 * @param lines The lines of the bundle.
 * @throws AUDIT_BUNDLE_EDITED with the first block that differs; AUDIT_BUNDLE_CUT_OFF; AUDIT_BUNDLE_DIFFERENT for a
 * bundle of another event.
 * @example
 * import { readFile } from "node:fs/promises";
 * import { auditBundle } from "doorkey/audit";
 *
 * const lines = (await readFile("sale.bundle", "utf8")).trimEnd().split("\n");
 * for await (const step of auditBundle(lines, { eventId: 7 })) if (step.kind === "statement") console.log(step.statement);
 */
export async function* auditBundle(
  lines: readonly string[],
  parameters: AuditOptions,
): AsyncGenerator<AuditProgress, AuditResult, void> {
  assertOptions(parameters);
  if (!Array.isArray(lines)) throw new DoorkeyError("VALUE_INVALID", { details: ["lines must be a list of texts."] });
  const { eventId, thresholds = defaultThresholds, sample, workers = 0 } = parameters;
  const content = contentOf(lines);
  if (content?.nodes === undefined) {
    const details = content === undefined ? ["It is empty."] : ["Its last line is missing."];
    throw new DoorkeyError("AUDIT_BUNDLE_CUT_OFF", { details });
  }
  const { chainId, deployment } = content.head;
  const rightsRegistry = deployment.contracts.EntryRightRegistry.address;
  assertAbout(content, { chainId, rightsRegistry, eventId });
  const { nodes, differences } = content;
  const task = { source: bundleSource(content), deployment, eventId, thresholds, sample, workers, nodes, differences };
  const result = yield* yielding<AuditProgress, AuditResult>((tell) => runAudit(task, tell));
  for (const statement of result.statements) yield { kind: "statement", statement };
  return result;
}
