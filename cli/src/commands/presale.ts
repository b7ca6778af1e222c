import { defineCommand } from "../terminal/command.ts";
import { addCheck } from "./presale/check.ts";
import { addHook } from "./presale/hook.ts";
import { addPost } from "./presale/post.ts";
import { addRoot } from "./presale/root.ts";

export const presaleCommand = defineCommand("presale", {
  details: [
    "The table has one column: holder, or person for the tags of persons.",
    "Agents need the list that root writes. It has only hashes of the table.",
  ],
  examples: [
    "presale hook --as relay",
    "presale root members.csv --event 2 --class standing",
    "presale post members.list --ends 2027-02-01T12:00:00+09:00 --as organizer",
    "presale check members.list",
  ],
});

const subcommands = [addHook, addRoot, addPost, addCheck];

for (const add of subcommands) add(presaleCommand);
