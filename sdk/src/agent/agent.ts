import { type Bound, bind } from "../calls/bindActions.ts";
import type { Connection } from "../chain/Connection.ts";
import { checkedConnection } from "../chain/checked.ts";
import { deliverReturns } from "../rights/deliverReturns.ts";
import { nameRight } from "../rights/nameRight.ts";
import { rebindRight } from "../rights/rebindRight.ts";
import { rebindRights } from "../rights/rebindRights.ts";
import { revokeRights } from "../rights/revokeRights.ts";
import { readRight } from "../state/readRight.ts";
import { setTeamActive } from "../teams/setTeamActive.ts";
import { setTeamProfile } from "../teams/setTeamProfile.ts";
import { setTeamRelayed } from "../teams/setTeamRelayed.ts";
import { setTeamRole } from "../teams/setTeamRole.ts";
import { grantMany } from "./bulk/grantMany.ts";
import { delegateQuota } from "./delegateQuota.ts";
import { passesOf } from "./passes/passesOf.ts";
import { passFor } from "./passes/passFor.ts";
import { refreshPass } from "./passes/refreshPass.ts";
import { registerAgent } from "./registerAgent.ts";

const functions = {
  delegateQuota,
  deliverReturns,
  grantMany,
  nameRight,
  passFor,
  passesOf,
  readRight,
  rebindRight,
  rebindRights,
  refreshPass,
  registerAgent,
  revokeRights,
  setTeamActive,
  setTeamProfile,
  setTeamRelayed,
  setTeamRole,
};

/** The functions of this module that act on a chain, each bound to one connection. */
export type Agent = Bound<typeof functions>;

/**
 * The functions of this module that act on a chain, as methods of one connection. Selling needs a seller instead: see
 * `openPurchase`.
 *
 * @example
 * import type { Connection } from "doorkey";
 * import { agent, type GrantRow } from "doorkey/agent";
 *
 * async function begin(connection: Connection, eventId: number, rows: readonly GrantRow[]) {
 *   const shop = agent(connection);
 *   const { agentId } = await shop.registerAgent({ name: "Tickets & Co", uri: "https://tickets.example" });
 *   await shop.grantMany({ agentId, eventId, rows });
 * }
 */
export function agent(connection: Connection): Agent {
  checkedConnection(connection);
  return bind(connection, functions);
}
