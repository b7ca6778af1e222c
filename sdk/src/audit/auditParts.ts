import type { AuditPart } from "./AuditPart.ts";
import { timeline } from "./statements/timeline.ts";

/** The parts of an audit, in the order in which they are checked and shown. */
export const auditParts: readonly AuditPart[] = [timeline];
