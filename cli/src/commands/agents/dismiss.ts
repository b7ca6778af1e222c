import type { Command } from "commander";
import { dismissAgent } from "doorkey/organizer";
import { type Acting, act } from "../../terminal/act.ts";
import { type ClassOptions, withClass } from "../../terminal/eventOptions.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { chainOf } from "../../terminal/nextCommand.ts";
import { wholeNumber } from "../../terminal/values.ts";

export function addDismiss(agents: Command): void {
  const command = withClass(agents.command("dismiss"))
    .summary("stops an agent from granting; the rights that it granted stay valid")
    .description(
      "stops an agent, and those under it, from granting; run by a member of the organizer. The rights that it granted " +
        "stay valid. Only the organizer can designate it again.",
    )
    .requiredOption("--agent <id>", "the agent's id", wholeNumber());
  act(command, ({ options }: Acting<ClassOptions & { readonly agent: number }>) => {
    const { event: eventId, class: className, agent: agentId } = options;
    return {
      send: (connection) => dismissAgent(connection, { eventId, className, agentId }),
      done: () => ({
        said: `Agent ${agentId} can no longer grant rights of class ${className}.`,
        result: { eventId, className, agentId },
        next: [["Anyone can look through the agents:", `${DOORKEY} agents list --event ${eventId}${chainOf(options)}`]],
      }),
    };
  });
}
