/** Copies of a JSON value with one mistake each, to show that a reader names it. */

/** A copy, and the path of the field at which it differs. */
export type Changed = readonly [path: string, value: unknown];

/** Copies of a value, each without one of its fields at any depth. */
export function withoutEach(value: unknown): Changed[] {
  return changedEach(value, () => ({}));
}

/** Copies of a value, each with `other` in place of one of its fields at any depth. */
export function withEach(value: unknown, other: unknown): Changed[] {
  return changedEach(value, (name) => ({ [name]: other }));
}

function changedEach(value: unknown, change: (name: string) => object, path = ""): Changed[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, i) =>
      changedEach(item, change, `${path}[${i}]`).map(([at, changed]): Changed => [at, value.with(i, changed)]),
    );
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, field]): Changed[] => {
    const at = path === "" ? name : `${path}.${name}`;
    const others = Object.fromEntries(Object.entries(value).filter(([other]) => other !== name));
    const deeper = changedEach(field, change, at);
    return [
      [at, { ...others, ...change(name) }],
      ...deeper.map(([where, changed]): Changed => [where, { ...value, [name]: changed }]),
    ];
  });
}
