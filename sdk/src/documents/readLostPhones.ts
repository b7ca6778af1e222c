import { given } from "../core/given.ts";
import type { Address } from "../core/Hex.ts";
import { nameFault } from "../core/nameFault.ts";
import { PageError } from "../core/PageError.ts";
import { addressOf } from "./addressOf.ts";
import { decodeText } from "./decodeText.ts";
import { readJson } from "./locatedJson.ts";
import { type Mistake, MistakeList, suggestName } from "./mistakes.ts";
import type { Path } from "./Path.ts";
import { isRecord } from "./Vocabulary.ts";

/** Most requests in one file. */
const MAX_REQUESTS = 1_000;
const MAX_RECOGNISED = 200;
const FIELDS = ["rightId", "holder", "newHolder", "recognised"] as const;

/** What a clerk files for a buyer whose phone is lost: an admin of the organizer rebinds the right to the new key. JSON. */
export type LostPhone = {
  /** In decimal digits. */
  readonly rightId: string;
  /** The key in the lost phone, which had the right when the clerk filed the request. */
  readonly holder: Address;
  /** The key in the new phone. */
  readonly newHolder: Address;
  /** How the clerk recognised the buyer, in up to 200 characters. */
  readonly recognised: string;
};

/** The requests of a file, and its mistakes. If there are mistakes, the requests with mistakes are missing. */
export type LostPhonesReading = {
  readonly requests: readonly LostPhone[];
  readonly mistakes: readonly Mistake[];
};

/**
 * Reads a file of requests for lost phones: a JSON list of `LostPhone`. An office writes it, and an admin of the
 * organizer signs what it asks for, because an event without names has no evidence that could replace the lost key.
 *
 * @param source The content of the file.
 * @param options.file Name of the file, for the mistakes.
 * @example
 * import { readFile } from "node:fs/promises";
 * import { describeMistake, readLostPhones } from "doorkey/organizer";
 *
 * const { requests, mistakes } = readLostPhones(await readFile("requests.json"), { file: "requests.json" });
 * for (const mistake of mistakes) console.error(describeMistake(mistake));
 * console.log(requests.map(({ rightId, recognised }) => `${rightId}: ${recognised}`));
 */
export function readLostPhones(source: Uint8Array, options: readLostPhones.Options = {}): LostPhonesReading {
  if (!(source instanceof Uint8Array)) {
    throw new PageError("VALUE_INVALID", { details: ["source must be a Uint8Array."] });
  }
  const { file } = given("options", options);
  const mistakes = new MistakeList(file);
  const text = decodeText(source, mistakes);
  const requests = text === undefined ? [] : requestsIn(text, mistakes);
  return { requests, mistakes: mistakes.all };
}

export declare namespace readLostPhones {
  type Options = { readonly file?: string | undefined };
}

/** Adds a mistake at a path of the document. */
type Fault = (path: Path, sentence: string) => undefined;

function requestsIn(text: string, mistakes: MistakeList): readonly LostPhone[] {
  const json = readJson(text);
  if (!("rowOf" in json)) {
    mistakes.add({ row: json.row, field: `column ${json.column}` }, `this is not JSON: ${json.sentence}`);
    return [];
  }
  const { value, rowOf } = json;
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_REQUESTS) {
    mistakes.add({ row: 1 }, `must be a list of 1 to ${MAX_REQUESTS} requests, as the box office writes it.`);
    return [];
  }
  const fault: Fault = (path, sentence) => {
    const [index, field] = path;
    mistakes.add({ row: rowOf(path), field: field === undefined ? `[${index}]` : `[${index}].${field}` }, sentence);
  };
  const seen = new Map<string, number>();
  return value.flatMap((item: unknown, i) => requestIn(item, i, seen, fault) ?? []);
}

function requestIn(item: unknown, i: number, seen: Map<string, number>, fault: Fault): LostPhone | undefined {
  if (!isRecord(item)) return fault([i], `must be an object with ${FIELDS.join(", ")}.`);
  for (const name of Object.keys(item)) {
    if (!FIELDS.some((field) => field === name)) fault([i, name], `is not known${suggestName(name, FIELDS)}.`);
  }
  const rightId = rightIn(item.rightId, i, seen, fault);
  const holder = keyIn(item.holder, [i, "holder"], fault);
  const newHolder = keyIn(item.newHolder, [i, "newHolder"], fault);
  const recognised = recognisedIn(item.recognised, [i, "recognised"], fault);
  if (holder === undefined || newHolder === undefined) return undefined;
  if (holder === newHolder) return fault([i, "newHolder"], "must be another key than holder.");
  return rightId && recognised ? { rightId, holder, newHolder, recognised } : undefined;
}

function rightIn(value: unknown, i: number, seen: Map<string, number>, fault: Fault): string | undefined {
  const path = [i, "rightId"];
  if (typeof value !== "string" || !/^(?:0|[1-9]\d{0,19})$/.test(value) || BigInt(value) >= 1n << 64n) {
    return fault(path, "must be the id of a right, in digits and in double quotes.");
  }
  const before = seen.get(value);
  if (before !== undefined) return fault(path, `is right ${value} again, as in [${before}]; keep one request for it.`);
  seen.set(value, i);
  return value;
}

function keyIn(value: unknown, path: Path, fault: Fault): Address | undefined {
  const key = typeof value === "string" ? addressOf(value) : undefined;
  return key ?? fault(path, "must be the address of a key: 0x and 40 hex digits, without a typo.");
}

function recognisedIn(value: unknown, path: Path, fault: Fault): string | undefined {
  if (typeof value !== "string" || value.trim() === "") {
    return fault(path, "must say how the clerk recognised the buyer.");
  }
  if (value.length > MAX_RECOGNISED) return fault(path, `must have at most ${MAX_RECOGNISED} characters.`);
  const unfit = nameFault(value);
  return unfit === undefined ? value : fault(path, unfit);
}
