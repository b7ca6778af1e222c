import type { RightId } from "doorkey";
import { indexedRight } from "doorkey/event-index";
import type { ChainIndex } from "../follow/followChain.ts";
import type { ActKind, ActResult } from "./Act.ts";

/** One right that an act changes, and for a move the key to which it goes. */
export type Change = { readonly rightId: RightId; readonly aim?: string | undefined };

/** What the chain shows of a right that an act was to change; undefined if it shows no such change. */
export function changeOnChain(index: ChainIndex, kind: ActKind, { rightId, aim }: Change): ActResult | undefined {
  const right = indexedRight(index.state(), { rightId });
  if (right === undefined) return undefined;
  const id = String(rightId);
  const freed = index.history.freedOf(rightId);
  if (kind === "return" && freed === "returned") return { rightId: id, status: "returned" };
  if (kind === "revoke" && freed === "revoked") return { rightId: id, status: "revoked" };
  if (kind === "name" && right.named) return { rightId: id, status: "named" };
  if (kind === "move" && right.holder.toLowerCase() === aim?.toLowerCase()) return { rightId: id, status: "rebound" };
  return undefined;
}
