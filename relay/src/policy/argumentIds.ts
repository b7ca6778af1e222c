import type { ParamType } from "ethers";

/** Bytes. */
const WORD = 32;

/**
 * The ids in one argument of a call: a number, a list of numbers, or a list of structs that begin with one. Only they
 * are read, each where the contract will read it. Decoding everything could take as long as an attacker likes, because
 * parts of call data may point to one another again and again.
 *
 * @param position Index of the argument; those before it take one word each.
 * @throws RangeError if the contract would revert: past the end of the data, or at a number that its type cannot hold.
 */
export function argumentIds(data: string, inputs: readonly ParamType[], position: number): bigint[] {
  const input = inputs[position];
  const list = input?.arrayChildren;
  if (input === undefined) throw new RangeError("the function does not have this argument");
  if (!list) return [idAt(data, position * WORD, input)];

  const start = placeAt(data, position * WORD);
  const length = placeAt(data, start);
  const items = start + WORD;
  const [first] = list.components ?? [];
  const ids: bigint[] = [];
  for (let at = items; ids.length < length; at += WORD) {
    // For a struct this word holds its offset from the first word after the length.
    ids.push(first ? idAt(data, items + placeAt(data, at), first) : idAt(data, at, list));
  }
  return ids;
}

function idAt(data: string, at: number, { baseType }: ParamType): bigint {
  const id = wordAt(data, at);
  if (id >> BigInt(/^uint(\d+)$/.exec(baseType)?.[1] ?? 0)) throw new RangeError("the number is larger than its type");
  return id;
}

/** An offset or a length. What begins after the end of the data cannot be read. */
function placeAt(data: string, at: number): number {
  return Number(wordAt(data, at));
}

/** The word that begins this many bytes after the selector. */
function wordAt(data: string, at: number): bigint {
  const start = "0x12345678".length + 2 * at;
  if (start + 2 * WORD > data.length) throw new RangeError("the data ends too early");
  return BigInt(`0x${data.slice(start, start + 2 * WORD)}`);
}
