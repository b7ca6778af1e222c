import { DoorkeyError } from "./DoorkeyError.ts";
import type { ErrorCode } from "./errorTable.ts";
import type { Shape } from "./shape.ts";

/**
 * The value of a JSON text that this package wrote before, such as a line of a journal.
 *
 * @param where The file and the place in it, for messages.
 * @throws `code` with the place and the first mistake, if the text is not JSON or its value has another shape.
 */
export function parseJson<T>(code: ErrorCode, shape: Shape<T>, text: string, where: string): T {
  const value = jsonOf(code, text, where);
  const mistakes: string[] = [];
  if (shape(value, "", mistakes)) return value;
  throw new DoorkeyError(code, { details: [`${where}: ${mistakes[0]}`] });
}

function jsonOf(code: ErrorCode, text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DoorkeyError(code, { cause, details: [`${where} is not JSON.`] });
  }
}
