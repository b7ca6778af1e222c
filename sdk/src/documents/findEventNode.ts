import type { LocatedJson } from "./locatedJson.ts";
import type { Path } from "./Path.ts";
import { isRecord } from "./Vocabulary.ts";

/** The object of a document that is the event, and what other objects say for it. */
export type EventNode = {
  readonly path: Path;
  /** Its `@context`, or that of an object around it. Undefined if there is none. */
  readonly context: { readonly path: Path; readonly value: unknown } | undefined;
  /** The objects that others name by their `@id`. */
  readonly byId: ReadonlyMap<string, Path>;
};

type Found = Omit<EventNode, "byId">;

/**
 * Finds the object with the key `doorkey` in a document: the document itself, an item of a list or of a `@graph`, or an
 * object inside of another one.
 *
 * @returns A sentence if there is none, or more than one.
 */
export function findEventNode({ value, rowOf }: LocatedJson): EventNode | string {
  const events: Found[] = [];
  const byId = new Map<string, Path>();

  function visit(part: unknown, path: Path, outer: Found["context"]): void {
    if (Array.isArray(part)) for (const [i, item] of part.entries()) visit(item, [...path, i], outer);
    if (!isRecord(part)) return;
    const own = part["@context"];
    const context = own === undefined ? outer : { path: [...path, "@context"], value: own };
    if (Object.hasOwn(part, "doorkey")) events.push({ path, context });
    const id = part["@id"];
    if (typeof id === "string" && Object.keys(part).length > 1) byId.set(id, path);
    for (const [key, inner] of Object.entries(part)) {
      if (key !== "@context" && key !== "doorkey") visit(inner, [...path, key], context);
    }
  }

  visit(value, [], undefined);
  const [event, ...others] = events;
  if (event !== undefined && others.length === 0) return { ...event, byId };
  if (event !== undefined) {
    const rows = events.map(({ path }) => rowOf(path)).join(", ");
    return `${events.length} objects have the key doorkey, in rows ${rows}; a document has one event.`;
  }
  if (isRecord(value) && !Object.hasOwn(value, "@graph")) {
    const context = value["@context"];
    return { path: [], context: context === undefined ? undefined : { path: ["@context"], value: context }, byId };
  }
  const isGraph = isRecord(value) || (Array.isArray(value) && value.some(isRecord));
  return isGraph ? "none of its objects has the key doorkey; add it to the event." : "must be an object { … }.";
}
