import { bundleLines } from "doorkey/audit";
import { InputMistakes } from "../terminal/failures.ts";
import { reasonFor } from "../terminal/files.ts";

/** The lines of a bundle, or a mistake that says why its file cannot be read. */
export async function* bundleIn(file: string): AsyncGenerator<string, void, void> {
  try {
    yield* bundleLines(file);
  } catch (error) {
    throw new InputMistakes([{ file, sentence: reasonFor(error) }]);
  }
}
