import { defineCommand } from "../terminal/command.ts";
import { addActive } from "./teams/active.ts";
import { addProfile } from "./teams/profile.ts";
import { addRegister } from "./teams/register.ts";
import { addRelayed } from "./teams/relayed.ts";
import { addRole } from "./teams/role.ts";
import { addShow } from "./teams/show.ts";

export const organizerCommand = defineCommand("organizer", {
  details: ["Its admins and members run its events."],
  examples: [
    'organizer register "Your Hall" --site https://your-hall.example --as organizer',
    "organizer role 0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65 admin --organizer 1 --as organizer",
    'organizer profile --organizer 1 --name "Your Great Hall" --as organizer',
    "organizer active off --organizer 1 --as organizer",
    "organizer active on --organizer 1 --as organizer",
    "organizer relayed off --organizer 1 --as organizer",
    "organizer relayed on --organizer 1 --as organizer",
    "organizer show --organizer 1",
    'organizer register "Next Hall" --site https://next-hall.example --as desk',
  ],
});

for (const add of [addRegister, addRole, addProfile, addActive, addRelayed, addShow])
  add(organizerCommand, "organizer");
