import { type Hex, isHex } from "doorkey/buyer";

/** JSON-RPC as the intake uses it. The intake does not choose the endpoint and does not handle its failures. */
export type Rpc = (method: string, params: readonly unknown[]) => Promise<unknown>;

/** The chain gave no usable answer. */
export class ChainUnreachable extends Error {
  override readonly name = "ChainUnreachable";
}

/** The result of a call. */
export type CallResult = { readonly data: Hex } | { readonly reverted: Hex };

/**
 * The result of an `eth_call` or `eth_estimateGas`, its revert taken apart from failures of the node.
 *
 * @throws ChainUnreachable when the node did not run the call.
 */
export async function runCall(
  rpc: Rpc,
  method: "eth_call" | "eth_estimateGas",
  params: unknown[],
): Promise<CallResult> {
  try {
    const data = await rpc(method, params);
    if (typeof data !== "string") throw new ChainUnreachable(`${method} answered no hex`);
    return { data: data as Hex };
  } catch (error) {
    const reverted = revertDataIn(error);
    if (reverted !== undefined) return { reverted };
    throw error instanceof ChainUnreachable ? error : new ChainUnreachable(method, { cause: error });
  }
}

/** A plain question to the node. */
export async function ask(rpc: Rpc, method: string, params: readonly unknown[]): Promise<unknown> {
  try {
    return await rpc(method, params);
  } catch (error) {
    throw new ChainUnreachable(method, { cause: error });
  }
}

/**
 * The revert data in an error of a node or a library; `0x` if the call reverted without a reason; undefined if it did
 * not revert.
 */
export function revertDataIn(error: unknown): Hex | undefined {
  for (let layer: unknown = error, depth = 0; isObject(layer) && depth < 6; depth++) {
    const data = hexIn(Reflect.get(layer, "data"));
    if (data !== undefined && data !== "0x") return data;
    if (saysReverted(layer)) return data ?? "0x";
    layer = Reflect.get(layer, "cause") ?? Reflect.get(layer, "error");
  }
  return undefined;
}

function hexIn(data: unknown): Hex | undefined {
  if (isHex(data)) return data;
  return isObject(data) ? hexIn(Reflect.get(data, "data")) : undefined;
}

/** Wordings of geth, erigon, Nethermind and EDR. */
function saysReverted(layer: object): boolean {
  const message = String(Reflect.get(layer, "message") ?? "").toLowerCase();
  return ["reverted", "invalid opcode", "out of gas", "always failing transaction"].some((words) =>
    message.includes(words),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
