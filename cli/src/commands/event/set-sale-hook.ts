import { type Address, readEvent } from "doorkey";
import { setSaleHook } from "doorkey/organizer";
import { eventOffset } from "../../events/eventOffset.ts";
import { eventTime } from "../../events/eventTime.ts";
import { type Acting, act } from "../../terminal/act.ts";
import { defineCommand } from "../../terminal/command.ts";
import { type ClassOptions, withClass } from "../../terminal/eventOptions.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { chainOf } from "../../terminal/nextCommand.ts";
import { address } from "../../terminal/values.ts";

export const setSaleHookCommand = defineCommand("set-sale-hook", {
  details: [
    "An admin of the organizer runs it, 48 hours before sales open at the latest.",
    "The class keeps it for ever.",
  ],
  examples: ["set-sale-hook 0x5FbDB2315678afecb367f032d93F642f64180aa3 --event 2 --class standing --as organizer"],
});

act(
  withClass(setSaleHookCommand).argument("<address>", "the contract that is asked in each grant", address),
  async ({ task, connection, options }: Acting<ClassOptions>, saleHook: Address) => {
    const { event: eventId, class: className } = options;
    const { name, schedule } = await readEvent(connection, { eventId });
    const offset = await eventOffset(connection, eventId);
    task.terminal.say(`${name}: sales open at ${eventTime(schedule.salesOpenAt, offset)}.`);
    return {
      final: `Give class ${className} the sale hook ${saleHook}? This is final.`,
      send: (sending) => setSaleHook(sending, { eventId, className, saleHook }),
      done: () => ({
        said: `${saleHook} is asked in each grant of class ${className} of event ${eventId}.`,
        result: { eventId, className, saleHook },
        next: [["Anyone can see it:", `${DOORKEY} status ${eventId}${chainOf(options)}`]],
      }),
    };
  },
);
