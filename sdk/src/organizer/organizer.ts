import { type Bound, bind } from "../calls/bindActions.ts";
import type { Connection } from "../chain/Connection.ts";
import { checkedConnection } from "../chain/checked.ts";
import { deployMerkleSaleHook } from "../presale/deployMerkleSaleHook.ts";
import { postedSaleList } from "../presale/postedSaleList.ts";
import { postSaleList } from "../presale/postSaleList.ts";
import { deliverReturns } from "../rights/deliverReturns.ts";
import { nameRight } from "../rights/nameRight.ts";
import { rebindRight } from "../rights/rebindRight.ts";
import { rebindRights } from "../rights/rebindRights.ts";
import { revokeRights } from "../rights/revokeRights.ts";
import { fetchEventDocument } from "../state/fetchEventDocument.ts";
import { readAgents } from "../state/readAgents.ts";
import { readEvent } from "../state/readEvent.ts";
import { readGates } from "../state/readGates.ts";
import { readMembers } from "../state/readMembers.ts";
import { readRight } from "../state/readRight.ts";
import { readTeam } from "../state/readTeam.ts";
import { setTeamActive } from "../teams/setTeamActive.ts";
import { setTeamProfile } from "../teams/setTeamProfile.ts";
import { setTeamRelayed } from "../teams/setTeamRelayed.ts";
import { setTeamRole } from "../teams/setTeamRole.ts";
import { acceptHandOver } from "./acceptHandOver.ts";
import { cancelEvent } from "./cancelEvent.ts";
import { designateAgent } from "./designateAgent.ts";
import { dismissAgent } from "./dismissAgent.ts";
import { extendDoors } from "./extendDoors.ts";
import { offerHandOver } from "./offerHandOver.ts";
import { openReservedClass } from "./openReservedClass.ts";
import { pauseSales } from "./pauseSales.ts";
import { publishEvent } from "./publishEvent.ts";
import { raiseSupply } from "./raiseSupply.ts";
import { registerOrganizer } from "./registerOrganizer.ts";
import { reopenPlaces } from "./reopenPlaces.ts";
import { rescheduleEvent } from "./rescheduleEvent.ts";
import { resumeSales } from "./resumeSales.ts";
import { setGate } from "./setGate.ts";
import { setSaleHook } from "./setSaleHook.ts";

const functions = {
  acceptHandOver,
  cancelEvent,
  deliverReturns,
  deployMerkleSaleHook,
  designateAgent,
  dismissAgent,
  extendDoors,
  fetchEventDocument,
  nameRight,
  offerHandOver,
  openReservedClass,
  pauseSales,
  postedSaleList,
  postSaleList,
  publishEvent,
  raiseSupply,
  readAgents,
  readEvent,
  readGates,
  readMembers,
  readRight,
  readTeam,
  rebindRight,
  rebindRights,
  registerOrganizer,
  reopenPlaces,
  rescheduleEvent,
  resumeSales,
  revokeRights,
  setGate,
  setSaleHook,
  setTeamActive,
  setTeamProfile,
  setTeamRelayed,
  setTeamRole,
};

/** What an organizer does on a chain, and what every account may read there, as methods without a connection. */
export type Organizer = Bound<typeof functions>;

/**
 * Binds the functions of this module that act on a chain, and those of `doorkey` that read it, to one connection.
 *
 * @example
 * import type { Connection, EventDocument } from "doorkey";
 * import { organizer } from "doorkey/organizer";
 *
 * async function announce(connection: Connection, terms: EventDocument) {
 *   const hall = organizer(connection);
 *   const { organizerId } = await hall.registerOrganizer({ name: "Zepp Hall", uri: "https://zepp.example" });
 *   const { eventId } = await hall.publishEvent({ organizerId, terms });
 *   await hall.designateAgent({ eventId, className: "standing", agentId: 1, quota: 5_000 });
 * }
 */
export function organizer(connection: Connection): Organizer {
  checkedConnection(connection);
  return bind(connection, functions);
}
