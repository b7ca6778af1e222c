import { defineCommand } from "../terminal/command.ts";
import { addAccept } from "./organizer/accept.ts";
import { addAttester } from "./organizer/attester.ts";
import { addCancel } from "./organizer/cancel.ts";
import { addExtendDoors } from "./organizer/extend-doors.ts";
import { addGate } from "./organizer/gate.ts";
import { addHandOver } from "./organizer/hand-over.ts";
import { addRegister } from "./organizer/register.ts";
import { addSaleHook } from "./organizer/sale-hook.ts";

export const organizerCommand = defineCommand("organizer", {
  details: ["An attester vouches for the persons behind keys."],
  examples: [
    'organizer register "Your Hall" --site https://your-hall.example --as organizer',
    "organizer gate 0x90F79bf6EB2c4f870365E785982E1f101E93b906 --event 1 --as organizer",
    "organizer attester 0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc --event 1 --as organizer",
    "organizer sale-hook 0xa5a7B782b8B6AFa5C4D76E635991036D9e8998A7 --event 2 --class standing --as organizer",
    'organizer register "Next Hall" --site https://next-hall.example --as desk',
    "organizer hand-over --event 2 --to 2 --as organizer",
    "organizer accept --event 2 --to 2 --as desk",
    "organizer cancel --event 3 --as organizer",
    "organizer extend-doors 2027-03-21T23:00:00+09:00 --event 1 --as organizer",
  ],
});

const subcommands = [addRegister, addGate, addAttester, addSaleHook, addExtendDoors, addCancel, addHandOver, addAccept];

for (const add of subcommands) add(organizerCommand);
