import { defineCommand } from "../terminal/command.ts";
import { addAccept } from "./draw/accept.ts";
import { addAdvance } from "./draw/advance.ts";
import { addAppeal } from "./draw/appeal.ts";
import { addAttester } from "./draw/attester.ts";
import { addHold } from "./draw/hold.ts";
import { addList } from "./draw/list.ts";
import { addOpen } from "./draw/open.ts";
import { addProve } from "./draw/prove.ts";
import { addRestore } from "./draw/restore.ts";
import { addSettle } from "./draw/settle.ts";
import { addStatus } from "./draw/status.ts";

export const drawCommand = defineCommand("draw", {
  details: [
    "The organizer opens a draw, lists the entrants, and can change nothing afterwards.",
    "A public beacon decides the order, and anyone moves the draw on: prove, settle, accept, hold, advance, appeal.",
  ],
  examples: [
    "draw open --event 4 --class standing --document ballot.json --as organizer",
    "draw list entries.csv --event 4 --as organizer",
    "draw appeal --event 4 --class standing --agent 1 --holder 0x00000000000000000000000000000000000000A5 --evidence 0x12 --as agent",
    "draw status --event 4 --class standing",
    "draw prove --event 4 --class standing --file round.json --as agent",
    "draw settle --event 4 --class standing --as agent",
    "draw accept winners.csv --event 4 --class standing --agent 1 --as agent",
    "draw hold --event 4 --class standing --as agent",
    "draw advance --event 4 --class standing --as agent",
    "draw restore 0x1111111111111111111111111111111111111111111111111111111111111111 --event 4 --class standing --as organizer",
    "draw attester 0x00000000000000000000000000000000000000A5 --event 4 --class standing --as agent",
  ],
});

const subcommands = [
  addOpen,
  addList,
  addAppeal,
  addStatus,
  addProve,
  addSettle,
  addAccept,
  addHold,
  addAdvance,
  addRestore,
  addAttester,
];

for (const add of subcommands) add(drawCommand);
