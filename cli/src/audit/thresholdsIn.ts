import { defaultThresholds, type Thresholds } from "doorkey/audit";
import { InputMistakes } from "../terminal/failures.ts";
import { readText } from "../terminal/files.ts";
import { isObject, jsonIn } from "../terminal/json.ts";

/** The thresholds of a file such as `{"movedPercent": 1}`; those that it leaves out keep their defaults. */
export async function thresholdsIn(file: string | undefined): Promise<Thresholds> {
  if (file === undefined) return defaultThresholds;
  const value = jsonIn(await readText(file));
  if (!isObject(value)) throw new InputMistakes([{ file, sentence: "must have a JSON object." }]);
  const mistakes = Object.entries(value).flatMap(([field, number]) => {
    if (!Object.hasOwn(defaultThresholds, field)) {
      return [{ file, field, sentence: `is not a threshold; there are ${Object.keys(defaultThresholds).join(", ")}.` }];
    }
    return typeof number === "number" && number >= 0 ? [] : [{ file, field, sentence: "must be a number from 0." }];
  });
  if (mistakes.length > 0) throw new InputMistakes(mistakes);
  return { ...defaultThresholds, ...value };
}
