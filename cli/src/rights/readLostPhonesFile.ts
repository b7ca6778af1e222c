import { basename } from "node:path";
import { type LostPhone, readLostPhones } from "doorkey/organizer";
import { InputMistakes } from "../terminal/failures.ts";
import { readBytes } from "../terminal/files.ts";

/** Reads the requests for lost phones that a box office wrote. Reports every mistake at once. */
export async function readLostPhonesFile(path: string): Promise<readonly LostPhone[]> {
  const { requests, mistakes } = readLostPhones(await readBytes(path), { file: basename(path) });
  if (mistakes.length > 0) throw new InputMistakes(mistakes);
  return requests;
}
