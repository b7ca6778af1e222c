type Json = { readonly [name: string]: unknown };

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Copies of a JSON object, each without one of its fields at any depth, with the path of what is missing. */
export function withoutEach(value: Json, path = ""): [path: string, value: Json][] {
  return Object.entries(value).flatMap(([name, field]): [string, Json][] => {
    const { [name]: _, ...others } = value;
    const at = path === "" ? name : `${path}.${name}`;
    const deeper = isObject(field) ? withoutEach(field, at) : [];
    return [[at, others], ...deeper.map(([missing, inner]): [string, Json] => [missing, { ...value, [name]: inner }])];
  });
}
