import { checksummed, type Hex } from "doorkey";
import { refuseExisting } from "../terminal/files.ts";
import { addressIn, newKeystore, unlock } from "../terminal/keystore.ts";
import { askNewPassword } from "../terminal/password.ts";
import { action, main, script } from "../terminal/script.ts";

const key = script("key", "Keys of organizers, agents and gates, encrypted by a password.", [
  "npm run key -- new keys/organizer.json",
  "npm run key -- show keys/organizer.json",
]);

action(
  key.command("new <file>").description("makes a key; never overwrites one"),
  async (task, _options: object, file) => {
    await refuseExisting(file);
    const address = await newKeystore(file, await askNewPassword(task));
    task.terminal.good(`${file}: a new key.`);
    task.terminal.fact("address", address);
    task.terminal.say("  Keep a copy of the file, and its password elsewhere: without both the key is lost.");
    return { file, address };
  },
);

action(
  key
    .command("show <file>")
    .description("shows a key's address; the key itself is never shown")
    .option("--check", "ask for the password, and make sure that the file opens"),
  async (task, { check }: { readonly check?: boolean }, file) => {
    const address = check ? (await unlock(task, file)).address : checksummed((await addressIn(file)) as Hex);
    task.terminal.fact("address", address);
    if (check) task.terminal.good("The file opens with this password.");
    return { file, address };
  },
);

await main(key);
