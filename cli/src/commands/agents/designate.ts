import type { Command } from "commander";
import { isDoorkeyError } from "doorkey";
import { designateAgent } from "doorkey/organizer";
import { type Acting, act } from "../../terminal/act.ts";
import { type ClassOptions, withClass } from "../../terminal/eventOptions.ts";
import { UsageError } from "../../terminal/failures.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asRole } from "../../terminal/nextCommand.ts";
import { count } from "../../terminal/Terminal.ts";
import { wholeNumber } from "../../terminal/values.ts";

type Options = ClassOptions & { readonly agent: number; readonly quota?: number };

export function addDesignate(agents: Command): void {
  const command = withClass(agents.command("designate"))
    .summary("lets an agent grant rights of a class, or changes its quota; run by an admin of the organizer")
    .description(
      "lets an agent grant rights of a class, or changes its quota; run by an admin of the organizer. Members may lower " +
        "a quota.",
    )
    .requiredOption("--agent <id>", "the agent's id", wholeNumber())
    .option(
      "--quota <rights>",
      "the most rights that it and the agents under it may ever grant; needed, except in a class that sells by a ballot, where it defaults to the largest",
      wholeNumber(0),
    );
  act(command, ({ options }: Acting<Options>) => {
    const { event: eventId, class: className, agent: agentId, quota } = options;
    return {
      send: (connection) =>
        designateAgent(connection, { eventId, className, agentId, quota }).catch((error: unknown) => {
          if (quota !== undefined || !isDoorkeyError(error, "VALUE_INVALID")) throw error;
          throw new UsageError(`Class ${className} does not sell by a ballot, so a quota is needed.`, "Give --quota.");
        }),
      done: () => ({
        said:
          quota === undefined
            ? `Agent ${agentId} may grant the places of class ${className} to those whom the draw offers them.`
            : `Agent ${agentId} may grant ${count(quota, "right")} of class ${className}.`,
        result: { eventId, className, agentId, quota },
        next: [
          [
            "A member of the agent grants:",
            `${DOORKEY} grant grants.csv --event ${eventId} --agent ${agentId} ${asRole(options, "agent")}`,
          ],
        ],
      }),
    };
  });
}
