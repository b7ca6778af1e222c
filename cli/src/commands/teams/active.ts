import type { Command } from "commander";
import { setTeamActive } from "doorkey/organizer";
import { type TeamKind, teamIn } from "../../teams/TeamKind.ts";
import { addSwitch } from "../../teams/teamSwitch.ts";

const WORDS = {
  organizer: ["works again", "is inactive: no key can act for it, and its agents still may grant"],
  agent: ["works again", "is inactive: no key can act for it. The rights that it granted stay valid"],
} as const;

export function addActive(group: Command, kind: TeamKind): void {
  addSwitch(group, kind, {
    name: "active",
    description:
      "stops all keys of the team from acting for it (off), or lets them act again (on); run by an admin, who can " +
      "meanwhile remove a stolen key",
    send: (connection, options, on) => setTeamActive(connection, { team: teamIn(options, kind).team, active: on }),
    words: WORDS[kind],
  });
}
