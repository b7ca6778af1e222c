import type { AuditPart } from "./AuditPart.ts";
import { ballot } from "./statements/ballot.ts";
import { calldata } from "./statements/calldata.ts";
import { doors } from "./statements/doors.ts";
import { draw } from "./statements/draw.ts";
import { issuance } from "./statements/issuance.ts";
import { nodes } from "./statements/nodes.ts";
import { persons } from "./statements/persons.ts";
import { rebinds } from "./statements/rebinds.ts";
import { relay } from "./statements/relay.ts";
import { reserved } from "./statements/reserved.ts";
import { returns } from "./statements/returns.ts";
import { share } from "./statements/share.ts";
import { speed } from "./statements/speed.ts";
import { suite } from "./statements/suite.ts";
import { timeline } from "./statements/timeline.ts";

/**
 * The parts of an audit, in the order in which they are checked and shown, with the title and rule of every statement.
 *
 * @example
 * import { auditParts } from "doorkey/audit";
 *
 * for (const { rules } of auditParts) for (const [id, { title }] of Object.entries(rules)) console.log(id, title);
 */
export const auditParts: readonly AuditPart[] = [
  suite,
  issuance,
  share,
  reserved,
  persons,
  returns,
  rebinds,
  draw,
  ballot,
  doors,
  relay,
  timeline,
  speed,
  calldata,
  nodes,
];
