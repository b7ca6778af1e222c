/** A statement that a fan's phone signed, pasted as JSON. Undefined unless it has all these fields. */
export function signedStatement<name extends string>(
  text: string,
  ...names: readonly name[]
): { readonly [field in name]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    return names.every((name) => Object.hasOwn(value, name)) ? (value as { [field in name]: unknown }) : undefined;
  } catch {
    return undefined;
  }
}
