import { assertIterable } from "../core/assertIterable.ts";
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
 * @param lines The lines of the bundle without their ends, such as of `bundleLines`.
 * @throws AUDIT_BUNDLE_EDITED with the first block that differs; AUDIT_BUNDLE_CUT_OFF; AUDIT_BUNDLE_DIFFERENT for a
 * bundle of another event.
 * @example
 * import { auditBundle, bundleLines } from "doorkey/audit";
 *
 * const steps = auditBundle(bundleLines("sale.bundle"), { eventId: 7 });
 * for await (const step of steps) if (step.kind === "statement") console.log(step.statement.says);
 */
export async function* auditBundle(
  lines: Iterable<string> | AsyncIterable<string>,
  parameters: AuditOptions,
): AsyncGenerator<AuditProgress, AuditResult, void> {
  assertOptions(parameters);
  assertIterable("lines", lines);
  const { eventId, thresholds = defaultThresholds, sample, workers = 0 } = parameters;
  const content = await contentOf(lines);
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
