import { DoorkeyError } from "./DoorkeyError.ts";
import type { ErrorCode } from "./errorTable.ts";
import type { Shape } from "./shape.ts";

/**
 * The value of a JSON text that this package wrote before, such as a line of a journal.
 *
 * @param where The file and the place in it, for messages.
 * @param revive Replaces parts before the shape is checked, as in `JSON.parse`.
 * @throws `code` with the place and the first mistake, if the text is not JSON or its value has another shape.
 */
export function parseJson<T>(code: ErrorCode, shape: Shape<T>, text: string, where: string, revive?: Revive): T {
  const value = jsonOf(code, text, where, revive);
  const mistakes: string[] = [];
  if (shape(value, "", mistakes)) return value;
  throw new DoorkeyError(code, { details: [`${where}: ${mistakes[0]}`] });
}

type Revive = (key: string, value: unknown) => unknown;

function jsonOf(code: ErrorCode, text: string, where: string, revive?: Revive): unknown {
  try {
    return JSON.parse(text, revive);
  } catch (cause) {
    throw new DoorkeyError(code, { cause, details: [`${where} is not JSON.`] });
  }
}
