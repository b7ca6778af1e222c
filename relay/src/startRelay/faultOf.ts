/** Name and message of an error, for a log: its other fields may hold parameters of a call. */
export function faultOf(error: unknown): { readonly name: string; readonly fault: string } {
  return error instanceof Error ? { name: error.name, fault: error.message } : { name: "unknown", fault: "" };
}
