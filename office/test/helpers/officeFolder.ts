import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { keepKey } from "doorkey-server";
import { walletOf } from "doorkey-test-support/keys";
import { RELAY_KEY } from "./officeRelay.ts";
import { configText, type OfficeStage } from "./officeStage.ts";

const PASSWORD = "correct horse battery";

/** What an office's process needs in its environment. */
export const OFFICE_ENV = { DOORKEY_OFFICE_PASSWORD: PASSWORD, RELAY_KEY };

/** A folder with all that `doorkey-office start` needs for the stage's show. */
export async function officeFolder(stage: OfficeStage): Promise<string> {
  const folder = await mkdtemp(join(stage.folder, "program-"));
  await writeFile(join(folder, "event.json"), stage.show.text);
  await writeFile(join(folder, "office.yaml"), configText(stage));
  const { privateKey } = walletOf("agent of the office tests");
  await keepKey(join(folder, "agent.json"), PASSWORD, privateKey, { strength: 2 });
  return folder;
}

/** The token that opens the office of a folder for commands on this machine. */
export async function operatorTokenIn(folder: string): Promise<string> {
  const { token }: { token: string } = JSON.parse(await readFile(join(folder, "data", "operator.json"), "utf8"));
  return token;
}
