import type { Hex } from "doorkey/buyer";
import type { ParamType } from "ethers";

/** Bytes. */
const WORD = 32;
const SELECTOR = 4;

/**
 * How many bytes the encoding of these arguments takes, with the selector before it. Parts of call data may point to one
 * another again and again, so counting stops when there are more than the data has. There are more too if an offset or a
 * length is beyond the data; the contract reverts there.
 */
export function encodedSize(inputs: readonly ParamType[], data: Hex): number {
  const most = data.length / 2 - 1;
  let size = SELECTOR;

  /** Values one after the other, from `start`. Those of any length are elsewhere, and have their offset here. */
  function addAll(types: Iterable<ParamType>, start: number): void {
    let at = start;
    for (const type of types) {
      const head = headSize(type);
      size += head;
      if (isDynamic(type)) addTail(type, start + numberAt(at));
      at += head;
      if (size > most) return;
    }
  }

  /** The value that an offset leads to. */
  function addTail({ arrayChildren, arrayLength, components }: ParamType, start: number): void {
    if (components) addAll(components, start);
    else if (arrayChildren && arrayLength !== -1) addAll(repeated(arrayChildren, Number(arrayLength)), start);
    else {
      const length = numberAt(start);
      size += WORD;
      if (arrayChildren) addAll(repeated(arrayChildren, length), start + WORD);
      else size += WORD * Math.ceil(length / WORD);
    }
  }

  /** An offset or a length. */
  function numberAt(at: number): number {
    const start = 2 + 2 * (SELECTOR + at);
    const word = data.slice(start, start + 2 * WORD);
    return word.length < 2 * WORD ? data.length : Number(`0x${word}`);
  }

  addAll(inputs, 0);
  return size;
}

function* repeated(type: ParamType, times: number): Generator<ParamType> {
  for (let i = 0; i < times; i++) yield type;
}

/** Of a value where it is listed. */
function headSize(type: ParamType): number {
  const { arrayChildren, arrayLength, components } = type;
  if (isDynamic(type)) return WORD;
  if (arrayChildren) return Number(arrayLength) * headSize(arrayChildren);
  return components?.reduce((sum, one) => sum + headSize(one), 0) ?? WORD;
}

/** Whether its values differ in length. */
function isDynamic({ baseType, components, arrayChildren, arrayLength }: ParamType): boolean {
  if (arrayChildren) return arrayLength === -1 || isDynamic(arrayChildren);
  return components?.some(isDynamic) ?? ["bytes", "string"].includes(baseType);
}
