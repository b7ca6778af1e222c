import { Argument, type Command } from "commander";
import type { Connection, Transaction } from "doorkey";
import { type Acting, act } from "../terminal/act.ts";
import { DOORKEY } from "../terminal/invocation.ts";
import { asBefore } from "../terminal/nextCommand.ts";
import { GROUPS, type TeamKind, type TeamOptions, teamIn, withTeam } from "./TeamKind.ts";

/** Adds a command that sets one of a team's flags. */
export function addSwitch(
  group: Command,
  kind: TeamKind,
  { name, description, send, words }: addSwitch.Parameters,
): void {
  const command = group.command(name).description(description);
  command.addArgument(new Argument("<state>", "on or off").choices(["on", "off"]));
  act(withTeam(command, kind), ({ options }: Acting<TeamOptions>, state: string) => {
    const on = state === "on";
    const { id } = teamIn(options, kind);
    const other = on ? "off" : "on";
    return {
      send: (connection) => send(connection, options, on),
      done: () => ({
        said: `${kind === "organizer" ? "Organizer" : "Agent"} ${id} ${words[on ? 0 : 1]}.`,
        result: { [`${kind}Id`]: id, [name]: on },
        next: [
          [
            "An admin of the team takes it back:",
            `${DOORKEY} ${GROUPS[kind]} ${name} ${other} --${kind} ${id} ${asBefore(options)}`,
          ],
        ],
      }),
    };
  });
}

export declare namespace addSwitch {
  type Parameters = {
    readonly name: string;
    readonly description: string;
    readonly send: (
      connection: Connection,
      options: TeamOptions,
      on: boolean,
    ) => Promise<{ readonly transaction: Transaction }>;
    /** What the team does while the flag is on, and while it is off. */
    readonly words: readonly [on: string, off: string];
  };
}
