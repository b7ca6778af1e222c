/** Name and message of an error, for a log. Its other fields may hold parameters of a call, so they are left out. */
export function faultOf(error: unknown): { readonly name: string; readonly fault: string } {
  return error instanceof Error ? { name: error.name, fault: error.message } : { name: "unknown", fault: "" };
}
