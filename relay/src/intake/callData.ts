import type { Address, Hex } from "doorkey/buyer";
import type { ParamType } from "ethers";
import { floorGas } from "../engine/index.ts";
import { abiOf } from "../policy/functions.ts";
import { contractNamed, type SuiteAddresses } from "../policy/SuiteAddresses.ts";
import { ProblemError } from "../problems/ProblemError.ts";

/** Bytes. */
const WORD = 32;
const SELECTOR = 4;

/**
 * Refuses call data to a contract of the suite that is longer than the encoding of its arguments. Contracts pass over the
 * rest, but its sender's sponsor pays for each byte.
 *
 * @throws DATA_TOO_LARGE
 */
export function refusePadded(
  contracts: SuiteAddresses,
  { to, data }: { readonly to: Address; readonly data: Hex },
): void {
  const contract = contractNamed(contracts, to);
  const inputs = contract && abiOf(contract).getFunction(data.slice(0, 10).toLowerCase())?.inputs;
  if (!inputs) return;
  const bytes = data.length / 2 - 1;
  const needed = SELECTOR + encodedSize(inputs, data, 0, bytes);
  if (needed >= bytes) return;
  throw new ProblemError("DATA_TOO_LARGE", {
    detail: `The call data has ${bytes} bytes, but the encoding of its arguments takes ${needed}.`,
  });
}

/** The gas that a call is charged for: what it asks for, or what its data costs a transaction that does little else. */
export function chargedGas(gas: bigint, data: Hex): bigint {
  const floor = BigInt(floorGas(data));
  return gas > floor ? gas : floor;
}

/**
 * How many bytes the values of a tuple take that begin at `start`, counted from after the selector. Stops when they are
 * more than `most`, because parts of call data may point to one another again and again, and counts what lies beyond the
 * end of the data as nothing, because the contract reverts there.
 */
function encodedSize(inputs: readonly ParamType[], data: Hex, start: number, most: number): number {
  let size = 0;
  let at = start;
  for (const input of inputs) {
    if (!isDynamic(input)) {
      size += staticSize(input);
      at += staticSize(input);
    } else {
      size += WORD + tailSize(input, data, start + numberAt(data, at), most - size);
      at += WORD;
    }
    if (size > most) break;
  }
  return size;
}

/** The size of a dynamic value's own part, which begins at `start`. */
function tailSize(input: ParamType, data: Hex, start: number, most: number): number {
  if (most < 0) return 0;
  if (input.arrayChildren && input.arrayLength === -1) {
    const length = numberAt(data, start);
    return WORD + itemsSize(input.arrayChildren, length, data, start + WORD, most);
  }
  if (input.arrayChildren) return itemsSize(input.arrayChildren, Number(input.arrayLength), data, start, most);
  if (input.components) return encodedSize(input.components, data, start, most);
  return WORD + WORD * Math.ceil(numberAt(data, start) / WORD);
}

function itemsSize(child: ParamType, length: number, data: Hex, start: number, most: number): number {
  if (!isDynamic(child)) return length * staticSize(child);
  let size = 0;
  for (let i = 0; i < length && size <= most; i++) {
    size += WORD + tailSize(child, data, start + numberAt(data, start + WORD * i), most - size);
  }
  return size;
}

function isDynamic({ baseType, components, arrayChildren, arrayLength }: ParamType): boolean {
  if (arrayChildren) return arrayLength === -1 || isDynamic(arrayChildren);
  if (components) return components.some(isDynamic);
  return baseType === "bytes" || baseType === "string";
}

function staticSize({ components, arrayChildren, arrayLength }: ParamType): number {
  if (arrayChildren) return Number(arrayLength) * staticSize(arrayChildren);
  if (components) return components.reduce((sum, one) => sum + staticSize(one), 0);
  return WORD;
}

/** An offset or a length. One beyond the data counts as its end. */
function numberAt(data: Hex, at: number): number {
  const start = 2 + 2 * (SELECTOR + at);
  const word = data.slice(start, start + 2 * WORD);
  if (word.length < 2 * WORD) return data.length;
  const value = BigInt(`0x${word}`);
  return value > BigInt(data.length) ? data.length : Number(value);
}
