import type { Command } from "commander";
import { delegateQuota } from "doorkey/agent";
import { type Acting, act } from "../../terminal/act.ts";
import { type ClassOptions, withClass } from "../../terminal/eventOptions.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asRole } from "../../terminal/nextCommand.ts";
import { count } from "../../terminal/Terminal.ts";
import { wholeNumber } from "../../terminal/values.ts";

type Options = ClassOptions & { readonly from: number; readonly to: number; readonly quota: number };

export function addDelegate(agents: Command): void {
  const command = withClass(agents.command("delegate"))
    .description("lets an agent grant under another one, at most four levels deep; run by an admin of the upper agent")
    .requiredOption("--from <id>", "the agent that delegates", wholeNumber())
    .requiredOption("--to <id>", "the agent that receives the quota", wholeNumber())
    .requiredOption(
      "--quota <rights>",
      "the most rights that it and the agents under it may ever grant",
      wholeNumber(0),
    );
  act(command, ({ options }: Acting<Options>) => {
    const { event: eventId, class: className, from, to, quota } = options;
    return {
      send: (connection) => delegateQuota(connection, { eventId, className, from, to, quota }),
      done: () => ({
        said: `Agent ${to} may grant ${count(quota, "right")} of class ${className} under agent ${from}.`,
        result: { eventId, className, from, to, quota },
        next: [
          [
            "A member of the other agent grants:",
            `${DOORKEY} grant grants.csv --event ${eventId} --agent ${to} ${asRole(options, "agent")}`,
          ],
        ],
      }),
    };
  });
}
