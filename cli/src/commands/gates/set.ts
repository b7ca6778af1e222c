import type { Command } from "commander";
import type { Address } from "doorkey";
import { setGate } from "doorkey/organizer";
import { type Acting, act } from "../../terminal/act.ts";
import { type EventOptions, withEvent } from "../../terminal/eventOptions.ts";
import { UsageError } from "../../terminal/failures.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asRole, chainOf } from "../../terminal/nextCommand.ts";
import { address, wholeNumber } from "../../terminal/values.ts";

type Options = EventOptions & { readonly desk?: number; readonly remove?: boolean };

export function addSet(gates: Command): void {
  const command = withEvent(gates.command("set"))
    .summary("lets the key of a device admit at an event, until the event changes hands")
    .description(
      "lets the key of a device admit at an event, until the event changes hands. A member of the organizer runs it; for " +
        "a desk, an admin.",
    )
    .argument("<address>", "the address of the device's key", address)
    .option("--desk <rights>", "make it a desk, which may admit this many rights by hand", wholeNumber())
    .option("--remove", "remove the gate from the event");
  act(command, ({ options }: Acting<Options>, gate: Address) => {
    const { event: eventId, desk, remove } = options;
    if (remove === true && desk !== undefined) throw new UsageError("Give --desk or --remove, and not both.");
    const kind = remove === true ? "none" : desk === undefined ? "scanner" : "desk";
    return {
      send: (connection) => setGate(connection, { eventId, gate, kind, byHandLimit: desk ?? 0 }),
      done: () => ({
        said:
          kind === "none"
            ? `${gate} is no longer a gate of event ${eventId}.`
            : `${gate} is a ${kind} of event ${eventId}.`,
        result: { eventId, gate, kind },
        next:
          kind === "none"
            ? [["Anyone can look through the gates:", `${DOORKEY} gates list --event ${eventId}${chainOf(options)}`]]
            : [
                [
                  "The gate opens:",
                  `${DOORKEY} admit --event ${eventId} --lane 1 ${asRole(options, kind === "desk" ? "desk" : "gate")}`,
                ],
              ],
      }),
    };
  });
}
