import { checksummed, type Hex } from "doorkey";
import { action, defineCommand } from "../terminal/command.ts";
import { refuseExisting } from "../terminal/files.ts";
import { addressIn, newKeystore, unlock } from "../terminal/keystore.ts";
import { askNewPassword } from "../terminal/password.ts";

export const keyCommand = defineCommand("key", {
  details: ["A password encrypts each key; the command asks for it."],
  examples: ["key new keys/organizer.json", "key show keys/organizer.json"],
});

action(
  keyCommand.command("new <file>").description("makes a key; never overwrites a file"),
  async (task, _options: object, file) => {
    await refuseExisting(file);
    const address = await newKeystore(file, await askNewPassword(task));
    task.terminal.good(`${file} holds a new key.`);
    task.terminal.fact("address", address);
    task.terminal.say(
      "  Keep a copy of the file, and keep the password in another place. Without both, the key is lost.",
    );
    return { file, address };
  },
);

action(
  keyCommand
    .command("show <file>")
    .description("shows a key's address; the key itself is never shown")
    .option("--check", "ask for the password, and check that it opens the file"),
  async (task, { check }: { readonly check?: boolean }, file) => {
    const address = check ? (await unlock(task, file)).address : checksummed((await addressIn(file)) as Hex);
    task.terminal.fact("address", address);
    if (check) task.terminal.good("The file opens with this password.");
    return { file, address };
  },
);
