import { GATE_KINDS, ROLES } from "../core/contractEnums.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given } from "../core/given.ts";
import { flag, hex, hexOf, list, oneOf, type Shape, shapeOf, text, whole } from "../core/shape.ts";
import type { Connection } from "./Connection.ts";

const UINT32 = 2 ** 32 - 1;
const UINT40 = 2 ** 40 - 1;

const id = whole(1, UINT32);
const count32 = whole(0, UINT32);
const seconds = whole(0, UINT40);
const address = hexOf(20);
const object = shapeOf("an object", (value): value is object => typeof value === "object" && value !== null);
const run = shapeOf("a function", (value): value is () => unknown => typeof value === "function");
const rightId = shapeOf(
  "a bigint, 1 to 2^64 - 1",
  (value): value is bigint => typeof value === "bigint" && value > 0n && value < 1n << 64n,
);

/** A list that has something to do. */
const some =
  <T>(shape: Shape<T>): Shape<readonly T[]> =>
  (value, path, mistakes): value is readonly T[] => {
    if (!list(shape)(value, path, mistakes)) return false;
    if (value.length > 0) return true;
    mistakes.push(`${path} must not be an empty list.`);
    return false;
  };

/** What an argument may be. In this package a name means the same in every function. */
const ARGUMENTS = {
  acceptances: some(object),
  account: address,
  active: flag,
  admissions: list(object),
  agentId: id,
  agents: list(id),
  attester: address,
  byHandLimit: count32,
  classId: whole(1, 64),
  className: text,
  count: whole(1, UINT32),
  document: object,
  documents: list(object),
  documentUri: text,
  doorsCloseAt: seconds,
  doorsOpenAt: seconds,
  endsAt: seconds,
  entrants: list(object),
  entries: list(hex),
  entry: hex,
  eventId: id,
  evidence: hex,
  fetch: run,
  from: id,
  gate: address,
  holder: address,
  kind: oneOf(...GATE_KINDS),
  list: object,
  name: text,
  newHolder: address,
  organizerId: id,
  places: whole(1, UINT32),
  proof: hex,
  quota: count32,
  reason: text,
  relayed: flag,
  returns: some(object),
  rightId,
  rights: some(object),
  rightIds: some(rightId),
  role: oneOf(...ROLES),
  rows: list(object),
  saleHook: address,
  salesCloseAt: seconds,
  scannedAt: seconds,
  scopeEventId: id,
  seats: list(
    shapeOf("a label or a number", (value): value is string | number => /^(string|number)$/.test(typeof value)),
  ),
  state: object,
  supply: count32,
  team: object,
  termsHash: hexOf(32),
  terms: object,
  timeout: whole(1),
  to: shapeOf(
    'a whole number from 1, or "nobody"',
    (value): value is number | "nobody" => value === "nobody" || id(value, "", []),
  ),
  trusted: flag,
  uri: text,
  url: text,
  verifier: address,
} as const satisfies Record<string, Check>;

type Check = (value: unknown, path: string, mistakes: string[]) => boolean;

type ArgumentName = keyof typeof ARGUMENTS;

const checks = new Map(Object.entries<Check>(ARGUMENTS));

/**
 * The arguments of a function that acts on a connection, after a check before anything is encoded or asked: callers
 * without types may pass anything. An argument that is undefined counts as left out.
 *
 * @param required The arguments that must not be left out.
 * @throws VALUE_INVALID with a sentence for each mistake.
 */
export function checked<T extends object>(
  connection: Connection,
  parameters: T,
  required: readonly (keyof T & ArgumentName)[] = [],
): T {
  checkedConnection(connection);
  given("parameters", parameters);
  const details: string[] = [];
  for (const [name, value] of Object.entries(parameters)) {
    const isLeftOut = value === undefined && !required.some((one) => one === name);
    if (!isLeftOut) checks.get(name)?.(value, name, details);
  }
  details.push(...required.filter((name) => !(name in parameters)).map((name) => `${name} is missing.`));
  if (details.length > 0) throw new DoorkeyError("VALUE_INVALID", { details });
  return parameters;
}

/** Throws VALUE_INVALID unless the value is a connection that `connect` made. */
export function checkedConnection(connection: Connection): Connection {
  return given("connection", connection, "provider", "deployment", "contracts");
}
