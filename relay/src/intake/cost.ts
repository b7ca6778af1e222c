/** The most gas of an item that is sent alone, for reserving budgets. The engine settles the real cost. */

import type { WireForwardRequest, WireSignedReturn } from "doorkey/relay";
import { returnGas, soloGas } from "../engine/gasLimit.ts";

const bytesIn = (hex: string): number => hex.length / 2 - 1;

/** Five words around a return's signature. */
const RETURN_BYTES = 160;

export function worstGasOfRequest({ gas, data }: WireForwardRequest): bigint {
  return BigInt(soloGas({ gas: Number(gas), dataBytes: bytesIn(data) }));
}

export function worstGasOfReturn({ count, signature }: WireSignedReturn): bigint {
  return BigInt(soloGas({ gas: returnGas(count), dataBytes: RETURN_BYTES + bytesIn(signature) }));
}
