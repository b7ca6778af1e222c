import { Argument, type Command } from "commander";
import type { Address, Role } from "doorkey";
import { setTeamRole } from "doorkey/organizer";
import { GROUPS, type TeamKind, type TeamOptions, teamIn, withTeam } from "../../teams/TeamKind.ts";
import { type Acting, act } from "../../terminal/act.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { chainOf } from "../../terminal/nextCommand.ts";
import { address } from "../../terminal/values.ts";

const ROLES: readonly Role[] = ["admin", "member", "none"];

export function addRole(group: Command, kind: TeamKind): void {
  const command = withTeam(
    group
      .command("role")
      .summary("gives a key a role in the team, or takes it away; run by an admin")
      .description(
        "gives a key a role in the team, or takes it away; run by an admin. Members act for the team; admins also manage " +
          "it. Make a second key an admin before the first is lost. The last admin cannot lose the role.",
      )
      .argument("<address>", "the key's address", address)
      .addArgument(new Argument("<role>", "its role from now on").choices(ROLES)),
    kind,
  );
  act(command, ({ options }: Acting<TeamOptions>, account: Address, role: Role) => {
    const { id, team } = teamIn(options, kind);
    return {
      send: (connection) => setTeamRole(connection, { team, account, role }),
      done: () => ({
        said:
          role === "none"
            ? `${account} has no role in ${kind} ${id} any more.`
            : `${account} is ${role === "admin" ? "an admin" : "a member"} of ${kind} ${id}.`,
        result: { [`${kind}Id`]: id, account, role },
        next: [["Anyone can look at the team:", `${DOORKEY} ${GROUPS[kind]} show --${kind} ${id}${chainOf(options)}`]],
      }),
    };
  });
}
