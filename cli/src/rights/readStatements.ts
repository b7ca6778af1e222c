import { basename } from "node:path";
import { isHex } from "doorkey";
import type { SignedRebind, SignedReturn } from "doorkey/buyer";
import type { Mistake } from "doorkey/organizer";
import { InputMistakes } from "../terminal/failures.ts";
import { readText } from "../terminal/files.ts";
import { isObject, jsonIn } from "../terminal/json.ts";

/** Notes a mistake in a field. */
type Fault = (field: string, sentence: string) => undefined;

/** Reads returns that holders signed: a JSON file with one, or with a list of them. Reports every mistake at once. */
export function readReturns(files: readonly string[]): Promise<readonly SignedReturn[]> {
  return readStatements(files, ({ rightId, count, rebinds, expiresAt, signature }, fault) => {
    const statement = {
      rightId: digits(rightId) ?? fault("rightId", "must be the id of a right, in digits."),
      count: whole(count, 1, 8) ?? fault("count", "must be a whole number from 1 to 8."),
      rebinds: whole(rebinds, 0, 255) ?? fault("rebinds", "must be a whole number from 0 to 255."),
      expiresAt: digits(expiresAt) ?? fault("expiresAt", "must be a time in seconds, in digits."),
      signature: isHex(signature) ? signature : fault("signature", "must be hex bytes."),
    };
    return isWhole<SignedReturn>(statement) ? statement : undefined;
  });
}

/** Reads consents to rebind that holders signed: a JSON file with one, or with a list of them. */
export function readConsents(files: readonly string[]): Promise<readonly SignedRebind[]> {
  return readStatements(files, ({ rightId, newHolder, proof }, fault) => {
    const statement = {
      rightId: digits(rightId) ?? fault("rightId", "must be the id of a right, in digits."),
      newHolder: isHex(newHolder, 20) ? newHolder : fault("newHolder", "must be an address: 0x and 40 hex digits."),
      proof: isHex(proof) ? proof : fault("proof", "must be hex bytes."),
    };
    return isWhole<SignedRebind>(statement) ? statement : undefined;
  });
}

async function readStatements<T>(
  files: readonly string[],
  read: (value: Readonly<Record<string, unknown>>, fault: Fault) => T | undefined,
): Promise<readonly T[]> {
  const mistakes: Mistake[] = [];
  const statements: T[] = [];
  for (const path of files) {
    const file = basename(path);
    const document = jsonIn(await readText(path));
    const list: readonly unknown[] = Array.isArray(document) ? document : [document];
    if (list.length === 0) mistakes.push({ file, sentence: "this list is empty." });
    for (const [i, value] of list.entries()) {
      const at = Array.isArray(document) ? `[${i}].` : "";
      const fault: Fault = (field, sentence) => void mistakes.push({ file, field: `${at}${field}`, sentence });
      const statement = isObject(value) ? read(value, fault) : undefined;
      if (!isObject(value)) mistakes.push({ file, sentence: "this is not JSON that a holder's page wrote." });
      if (statement !== undefined) statements.push(statement);
    }
  }
  if (mistakes.length > 0) throw new InputMistakes(mistakes);
  return statements;
}

function digits(value: unknown): string | undefined {
  return typeof value === "string" && /^\d{1,20}$/.test(value) ? value : undefined;
}

function whole(value: unknown, min: number, max: number): number | undefined {
  return typeof value === "number" && Number.isInteger(value) && value >= min && value <= max ? value : undefined;
}

function isWhole<T extends object>(
  parts: { readonly [part in keyof T]: T[part] | undefined },
): parts is typeof parts & T {
  return Object.values(parts).every((part) => part !== undefined);
}
