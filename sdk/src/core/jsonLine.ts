import { DoorkeyError } from "./DoorkeyError.ts";
import type { ErrorCode } from "./errorTable.ts";
import type { Shape } from "./shape.ts";

/** The value of line `number` of a file, from 1; an error of this code when it is no JSON or not of the shape. */
export function jsonLine(code: ErrorCode, shape: Shape, path: string, line: string, number: number): unknown {
  const where = `${path}, line ${number}`;
  const value = jsonOf(code, line, where);
  const [mistake] = shape(value, "");
  if (mistake === undefined) return value;
  throw new DoorkeyError(code, { details: [`${where}: ${mistake}`] });
}

function jsonOf(code: ErrorCode, line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new DoorkeyError(code, { cause, details: [`${where} is no JSON.`] });
  }
}
