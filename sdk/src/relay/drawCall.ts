import type { Interface } from "ethers";
import { interfaces } from "../abi/contracts.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given } from "../core/given.ts";
import type { Address, Hex } from "../core/Hex.ts";
import type { WireDrawAct } from "./wire.ts";

/** Addresses of the contracts that draws use. */
export type DrawContracts = { readonly Ballot: Address; readonly DrandBeacon: Address };

type DrawCall = { readonly to: Address; readonly data: Hex };

/**
 * The call that carries acts at a draw. Several acceptances of one draw go into one call; any other act has its own.
 *
 * @throws VALUE_INVALID for no act, and for several that do not go into one call.
 * @example
 * import { type DrawContracts, drawCall } from "doorkey/relay";
 *
 * const restart = (contracts: DrawContracts) => drawCall(contracts, [{ act: "hold", eventId: 7, classId: 1 }]);
 */
export function drawCall(contracts: DrawContracts, acts: readonly WireDrawAct[]): DrawCall {
  given("contracts", contracts, "Ballot", "DrandBeacon");
  if (!Array.isArray(acts)) throw new DoorkeyError("VALUE_INVALID", { details: ["acts must be a list."] });
  const [first, ...others]: readonly WireDrawAct[] = acts;
  if (first === undefined) throw new DoorkeyError("VALUE_INVALID", { details: ["acts must not be an empty list."] });
  if (first.act === "accept") return acceptance(contracts, first, acts);
  if (others.length > 0) {
    throw new DoorkeyError("VALUE_INVALID", { details: [`A call takes one act such as ${first.act}.`] });
  }
  const { eventId, classId } = first;
  switch (first.act) {
    case "appeal":
      return ballotCall(contracts, "appeal", [eventId, classId, first.agentId, first.holder, first.evidence]);
    case "hold":
    case "settle":
      return ballotCall(contracts, first.act, [eventId, classId]);
    case "advance":
      return ballotCall(contracts, "advance", [eventId, classId, [...first.seats].sort((a, b) => a - b)]);
    case "prove": {
      const data = interfaces.DrandBeacon.encodeFunctionData("prove", [first.round, first.signature]) as Hex;
      return { to: contracts.DrandBeacon, data };
    }
  }
}

function ballotCall({ Ballot }: DrawContracts, name: string, args: readonly unknown[]): DrawCall {
  const abi: Interface = interfaces.Ballot;
  return { to: Ballot, data: abi.encodeFunctionData(name, args) as Hex };
}

function acceptance(
  contracts: DrawContracts,
  { eventId, classId }: WireDrawAct,
  acts: readonly WireDrawAct[],
): DrawCall {
  const items = acts.map((act) => {
    if (act.act !== "accept" || act.eventId !== eventId || act.classId !== classId) {
      throw new DoorkeyError("VALUE_INVALID", { details: ["A call takes acceptances of one draw only."] });
    }
    const { agentId, holder, evidence } = act;
    return { agentId, holder, evidence };
  });
  return ballotCall(contracts, "accept", [eventId, classId, items]);
}
