import type { Command } from "commander";
import { setTeamRelayed } from "doorkey/organizer";
import { type TeamKind, teamIn } from "../../teams/TeamKind.ts";
import { addSwitch } from "../../teams/teamSwitch.ts";

const WORDS = [
  "accepts calls through a relay",
  "refuses calls through a relay: its keys send and pay themselves",
] as const;

export function addRelayed(group: Command, kind: TeamKind): void {
  addSwitch(group, kind, {
    name: "relayed",
    description:
      "lets the team refuse calls that come through a relay (off), or accept them again (on); run by an admin, whose key " +
      "sends it itself and pays",
    send: (connection, options, on) => setTeamRelayed(connection, { team: teamIn(options, kind).team, relayed: on }),
    words: WORDS,
  });
}
