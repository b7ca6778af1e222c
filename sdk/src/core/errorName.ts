/** The name of what was thrown, such as "QuotaExceededError". Browsers throw more than instances of Error. */
export function errorName(thrown: unknown): string {
  const named = typeof thrown === "object" && thrown !== null && "name" in thrown ? thrown.name : undefined;
  return typeof named === "string" && named !== "" ? named : typeof thrown;
}
