import { defineCommand } from "../terminal/command.ts";
import { addList } from "./gates/list.ts";
import { addSet } from "./gates/set.ts";

export const gatesCommand = defineCommand("gates", {
  details: ["A gate is a device with a key of its own. All gates end when the event changes hands."],
  examples: [
    "gates set 0x90F79bf6EB2c4f870365E785982E1f101E93b906 --event 1 --as organizer",
    "gates set 0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65 --desk 10 --event 1 --as organizer",
    "gates list --event 1",
  ],
});

addSet(gatesCommand);
addList(gatesCommand);
