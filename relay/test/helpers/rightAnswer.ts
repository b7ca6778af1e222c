import type { Hex } from "doorkey";
import { interfaces } from "doorkey/abi";
import type { CallResult } from "../../src/chain/ChainView.ts";

const { EntryRightRegistry: rights } = interfaces;

/** What a node answers about a right with this status of the registry; 3 is void. */
export function rightAnswer(status: number): CallResult {
  const fields = rights.getFunction("rightOf").outputs[0]?.components ?? [];
  const fieldOf = (name: string, type: string) =>
    name === "status" ? status : type === "address" ? `0x${"55".repeat(20)}` : 0;
  const right = fields.map(({ name, baseType }) => fieldOf(name, baseType));
  return { success: true, data: rights.encodeFunctionResult("rightOf", [right as never]) as Hex };
}
