import { assertIterable } from "../core/assertIterable.ts";
import { fromHex } from "../core/bytes.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { EVENT_REF } from "../core/EventRef.ts";
import { named } from "../core/given.ts";
import type { Hex } from "../core/Hex.ts";
import { parseJson } from "../core/parseJson.ts";
import { fields, hexOf, literal, oneOf, type Shape, whole } from "../core/shape.ts";
import { FORMAT, listOver, type SaleList, type SaleListPlace } from "./SaleList.ts";
import { compareNodes, Leaves, MAX_LEAVES, NODE } from "./SaleTree.ts";

type Head = SaleListPlace & { readonly format: typeof FORMAT; readonly size: number; readonly root: Hex };

const HEAD: Shape<Head> = fields({
  format: literal(FORMAT),
  event: EVENT_REF,
  classId: whole(1, 64),
  kind: oneOf("holders", "persons"),
  size: whole(1, MAX_LEAVES),
  root: hexOf(32),
});

const LEAF = new RegExp(`^[0-9a-f]{${2 * NODE}}$`);

/**
 * Reads the file of a list line by line, and checks it as a whole: a list whose root is not that of its first line is
 * refused.
 *
 * @param lines The lines without their ends, for example of `readline`. An empty line at the end counts for nothing.
 * @throws VALUE_INVALID for a value that is neither list nor stream; SALE_LIST_MALFORMED with the line.
 * @example
 * import { createReadStream } from "node:fs";
 * import { createInterface } from "node:readline";
 * import { readSaleList } from "doorkey/agent";
 *
 * const members = (path: string) => readSaleList(createInterface({ input: createReadStream(path) }));
 */
export async function readSaleList(lines: Iterable<string> | AsyncIterable<string>): Promise<SaleList> {
  assertIterable("lines", lines);
  const leaves = new Leaves();
  let head: Head | undefined;
  let number = 0;
  let before = new Uint8Array(NODE);
  for await (const line of lines) {
    number++;
    if (typeof line !== "string") throw malformed(`Line ${number} must be a text, not ${named(line)}.`);
    if (head === undefined) {
      head = parseJson("SALE_LIST_MALFORMED", HEAD, line, `line ${number}`);
      continue;
    }
    if (line === "" && leaves.count === head.size) continue;
    if (!LEAF.test(line)) throw malformed(`Line ${number} must be ${2 * NODE} lower-case hex digits.`);
    if (leaves.count === head.size) throw malformed(`Line ${number} is one too many: the list has ${head.size}.`);
    const leaf = fromHex(`0x${line}`);
    if (compareNodes(before, 0, leaf, 0) >= 0) throw malformed(`Line ${number} is not after the line before it.`);
    leaves.add(leaf);
    before = leaf;
  }
  if (head === undefined) throw malformed("The file is empty.");
  if (leaves.count < head.size)
    throw malformed(`The file has ${leaves.count} of ${head.size} entries. It was cut off.`);
  const { event, classId, kind, root } = head;
  const list = listOver({ event, classId, kind }, leaves.all());
  if (list.root !== root.toLowerCase())
    throw malformed(`Its root is ${list.root}, not ${root} as its first line says.`);
  return list;
}

function malformed(detail: string): DoorkeyError {
  return new DoorkeyError("SALE_LIST_MALFORMED", { details: [detail] });
}
