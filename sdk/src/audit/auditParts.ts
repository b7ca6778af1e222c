import type { AuditPart } from "./AuditPart.ts";
import { doors } from "./statements/doors.ts";
import { persons } from "./statements/persons.ts";
import { rebinds } from "./statements/rebinds.ts";
import { returns } from "./statements/returns.ts";
import { suite } from "./statements/suite.ts";
import { timeline } from "./statements/timeline.ts";

/** The parts of an audit, in the order in which they are checked and shown. */
export const auditParts: readonly AuditPart[] = [suite, persons, returns, rebinds, doors, timeline];
