import { defineCommand } from "../terminal/command.ts";
import { addDelegate } from "./agents/delegate.ts";
import { addDesignate } from "./agents/designate.ts";
import { addDismiss } from "./agents/dismiss.ts";
import { addList } from "./agents/list.ts";
import { addActive } from "./teams/active.ts";
import { addProfile } from "./teams/profile.ts";
import { addRegister } from "./teams/register.ts";
import { addRelayed } from "./teams/relayed.ts";
import { addRole } from "./teams/role.ts";
import { addShow } from "./teams/show.ts";

export const agentsCommand = defineCommand("agents", {
  details: ["An agent can let other agents grant under it."],
  examples: [
    'agents register "Tickets & Co" --site https://tickets.example --as agent',
    "agents role 0x90F79bf6EB2c4f870365E785982E1f101E93b906 member --agent 1 --as agent",
    "agents profile --agent 1 --site https://tickets.example --as agent",
    "agents active off --agent 1 --as agent",
    "agents active on --agent 1 --as agent",
    "agents relayed off --agent 1 --as agent",
    "agents relayed on --agent 1 --as agent",
    "agents show --agent 1",
    "agents designate --event 1 --class standing --agent 1 --quota 5500 --as organizer",
    'agents register "Corner Shop" --site https://corner.example --as desk',
    "agents delegate --event 1 --class standing --from 1 --to 2 --quota 200 --as agent",
    "agents list --event 1",
    "agents dismiss --event 1 --class standing --agent 2 --as organizer",
  ],
});

for (const add of [addRegister, addRole, addProfile, addActive, addRelayed, addShow]) add(agentsCommand, "agent");
for (const add of [addDesignate, addDelegate, addDismiss, addList]) add(agentsCommand);
