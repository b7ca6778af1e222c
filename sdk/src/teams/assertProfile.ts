import { DoorkeyError } from "../core/DoorkeyError.ts";
import { nameFault } from "../core/nameFault.ts";
import type { TeamProfile } from "./TeamProfile.ts";

/** Refuses a name or an address that people could not read, because every page and terminal shows them. */
export function assertProfile({ name, uri }: TeamProfile): void {
  const faults = [
    ["name", name.trim() === "" ? "must not be empty." : nameFault(name)],
    ["uri", nameFault(uri)],
  ].filter(([, fault]) => fault !== undefined);
  if (faults.length > 0) throw new DoorkeyError("VALUE_INVALID", { details: faults.map((fault) => fault.join(": ")) });
}
