import type { Command } from "commander";
import { readTeam } from "doorkey";
import { setTeamProfile } from "doorkey/organizer";
import { GROUPS, type TeamKind, type TeamOptions, teamIn, withTeam } from "../../teams/TeamKind.ts";
import { type Acting, act } from "../../terminal/act.ts";
import { UsageError } from "../../terminal/failures.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { chainOf } from "../../terminal/nextCommand.ts";
import { webAddress } from "../../terminal/values.ts";

type Options = TeamOptions & { readonly name?: string; readonly site?: string };

export function addProfile(group: Command, kind: TeamKind): void {
  const command = withTeam(
    group.command("profile").description("changes the name or the website of the team; run by an admin"),
    kind,
  )
    .option("--name <name>", "the new name; defaults to the present one")
    .option("--site <url>", "the new website; defaults to the present one", webAddress);
  act(command, async ({ connection, options }: Acting<Options>) => {
    const { id, team } = teamIn(options, kind);
    if (options.name === undefined && options.site === undefined)
      throw new UsageError("There is nothing to change.", "Give --name NAME or --site URL.");
    const before = await readTeam(connection, team);
    const { name = before.name, site: uri = before.uri } = options;
    return {
      send: (sending) => setTeamProfile(sending, { team, name, uri }),
      done: () => ({
        said: `${kind === "organizer" ? "Organizer" : "Agent"} ${id} is ${name}, ${uri}.`,
        result: { [`${kind}Id`]: id, name, uri },
        next: [["Anyone can look at the team:", `${DOORKEY} ${GROUPS[kind]} show --${kind} ${id}${chainOf(options)}`]],
      }),
    };
  });
}
