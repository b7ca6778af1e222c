import { type AuditResult, auditEvent, type Statement, type Verdict } from "doorkey/audit";
import { JourneyError } from "../JourneyError.ts";
import type { World } from "../world.ts";

/** A stranger with nothing but a node audits the events. No statement may be false. */
export async function auditAsStranger(world: World, eventIds: readonly number[]): Promise<readonly AuditResult[]> {
  const { story } = world;
  story.chapter("A stranger checks it all");
  const results: AuditResult[] = [];
  for (const eventId of eventIds) {
    const result = await auditOf(world, eventId);
    tell(world, result);
    results.push(result);
  }
  return results;
}

async function auditOf({ chain }: World, eventId: number): Promise<AuditResult> {
  const steps = auditEvent(chain.connection, { eventId });
  for (;;) {
    const { done, value } = await steps.next();
    if (done === true) return value;
  }
}

function tell({ story }: World, { statements, eventId, head }: AuditResult): void {
  const [wrong] = withVerdict(statements, "false");
  if (wrong !== undefined) throw new JourneyError(`the audit of event ${eventId} says: ${wrong.says} (${wrong.id})`);
  const holds = withVerdict(statements, "holds").length;
  story.checked(`${holds} of ${statements.length} statements about event ${eventId} hold`, `block ${head.number}`);
  for (const { id, says } of withVerdict(statements, "flag")) story.fact("", `allowed, and worth a look: ${says}`, id);
  for (const { id, says } of withVerdict(statements, "unknown")) story.fact("", `not known: ${says}`, id);
}

function withVerdict(statements: readonly Statement[], wanted: Verdict): Statement[] {
  return statements.filter(({ verdict }) => verdict === wanted);
}
