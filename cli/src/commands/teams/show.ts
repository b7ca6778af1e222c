import type { Command } from "commander";
import { readMembers, readTeam } from "doorkey";
import { type TeamKind, type TeamOptions, teamIn, withTeam } from "../../teams/TeamKind.ts";
import { withChain } from "../../terminal/chainOptions.ts";
import { action } from "../../terminal/command.ts";
import { reading } from "../../terminal/connecting.ts";

export function addShow(group: Command, kind: TeamKind): void {
  action<TeamOptions>(
    withTeam(withChain(group.command("show").description("shows the team, with its admins and members")), kind),
    async ({ terminal }, options) => {
      const { id, team } = teamIn(options, kind);
      const connection = await reading(options);
      const { name, uri, active, relayed } = await readTeam(connection, team);
      const members = await readMembers(connection, team);
      terminal.say(name, "bold");
      terminal.fact(kind, id);
      terminal.fact("site", uri);
      terminal.fact("active", active ? "yes" : "no: no key can act for it");
      terminal.fact("relayed", relayed ? "yes" : "no: its keys send and pay themselves");
      terminal.say();
      terminal.table([["key", "role"], ...members.map(({ account, role }) => [account, role])], 2);
      return { [`${kind}Id`]: id, name, uri, active, relayed, members };
    },
  );
}
