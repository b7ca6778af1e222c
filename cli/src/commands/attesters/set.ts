import type { Command } from "commander";
import type { Address } from "doorkey";
import { identityScope, setAttester } from "doorkey/attester";
import { type Acting, act } from "../../terminal/act.ts";
import { type EventOptions, withEvent } from "../../terminal/eventOptions.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asRole, chainOf } from "../../terminal/nextCommand.ts";
import { address } from "../../terminal/values.ts";

type Options = EventOptions & { readonly remove?: boolean };

export function addSet(attesters: Command): void {
  const command = withEvent(attesters.command("set"))
    .summary("trusts an attester to vouch for the persons behind keys, until the event changes hands")
    .description(
      "trusts an attester to vouch for the persons behind keys, until the event changes hands. An admin of the organizer " +
        "runs it.",
    )
    .argument("<address>", "the address of the attester's key", address)
    .option("--remove", "stop trusting it, and all evidence that it signed before");
  act(command, async ({ connection, options }: Acting<Options>, attester: Address) => {
    const { event } = options;
    const { eventId: scopeEventId, verifier } = await identityScope(connection, { eventId: event });
    const trusted = options.remove !== true;
    return {
      send: (sending) => setAttester(sending, { scopeEventId, attester, trusted, verifier }),
      done: () => ({
        said: `${attester} is ${trusted ? "trusted" : "no longer trusted"} in the scope of event ${scopeEventId}.`,
        result: { scopeEventId, attester, trusted },
        next: trusted
          ? [
              [
                "The attester signs, where staff read documents:",
                `${DOORKEY} attest people.csv --event ${event} --agent 1 --event-key event-key.json ${asRole(options, "attester")}`,
              ],
            ]
          : [
              [
                "Anyone can look through the attesters:",
                `${DOORKEY} attesters list --event ${event}${chainOf(options)}`,
              ],
            ],
      }),
    };
  });
}
