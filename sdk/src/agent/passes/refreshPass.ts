import type { Connection } from "../../chain/Connection.ts";
import { checked } from "../../chain/checked.ts";
import { askChain } from "../../chain/fromNode.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import { sameAddress } from "../../core/Hex.ts";
import { rightsFrom } from "../../core/RightId.ts";
import type { Pass } from "../../pass/Pass.ts";
import { runsOf } from "../../pass/runsOf.ts";
import { type RightState, readRight } from "../../state/readRight.ts";

/**
 * What the chain says about a pass now: each right of all its runs, and whether the pass's holder still has them.
 *
 * @throws PASS_MALFORMED; PASS_FOR_OTHER_EVENT if it belongs to another chain or rightsRegistry; CALL_REVERTED with
 * RightNonexistent.
 * @example
 * import type { Connection } from "doorkey";
 * import { refreshPass, type Pass } from "doorkey/agent";
 *
 * async function showStart(connection: Connection, pass: Pass) {
 *   const { isWhole, rights } = await refreshPass(connection, { pass });
 *   return isWhole ? "All is well." : rights.map(({ status }) => status).join(", ");
 * }
 */
export async function refreshPass(
  connection: Connection,
  parameters: refreshPass.Parameters,
): Promise<refreshPass.Result> {
  const { pass } = checked(connection, parameters);
  const ids = runsOf(pass).flatMap(({ rightId, count }) => rightsFrom(BigInt(rightId), count));
  if (pass.chainId !== connection.chainId || !sameAddress(pass.rightsRegistry, connection.rightsRegistry)) {
    throw new DoorkeyError("PASS_FOR_OTHER_EVENT", {
      details: [`It belongs to chain ${pass.chainId}, ${pass.rightsRegistry}.`],
    });
  }
  const [rights, event] = await Promise.all([
    Promise.all(ids.map((rightId) => readRight(connection, { rightId }))),
    askChain(() => connection.contracts.events.eventOf(pass.eventId)),
  ]);
  const rebound = rights.some(({ holder }) => !sameAddress(holder, pass.holder));
  const live = rights.every(({ status }) => status === "granted" || status === "rebound");
  return { rights, rebound, cancelled: event.cancelled, isWhole: live && !rebound && !event.cancelled };
}

export declare namespace refreshPass {
  type Parameters = { readonly pass: Pass };
  type Result = {
    /** One per right, in the order of the pass. */
    readonly rights: readonly RightState[];
    /** Whether some right is bound to another key than the pass says. */
    readonly rebound: boolean;
    /** Whether the event was cancelled. */
    readonly cancelled: boolean;
    /** Whether every right is live and still the holder's, and the event is not cancelled. */
    readonly isWhole: boolean;
  };
}
