import { password as askPassword, isCancel } from "@clack/prompts";
import { CommandError, type Output } from "doorkey-server";
import { passwordIn } from "../keys/openSigners.ts";

/**
 * The password for a new key: from the environment, or in a terminal from a prompt.
 *
 * @throws KEYSTORE_PASSWORD_MISSING, CommandError
 */
export async function passwordFor(output: Output, env: NodeJS.ProcessEnv): Promise<string> {
  if (env.DOORKEY_RELAY_PASSWORD !== undefined || env.DOORKEY_RELAY_PASSWORD_FILE !== undefined) return passwordIn(env);
  if (!output.isTerminal) return passwordIn(env); // says what to set
  const [first, second] = [await ask("Password for the key"), await ask("Repeat the password")];
  if (first !== second) throw new CommandError("The two passwords differ.");
  return first;
}

async function ask(message: string): Promise<string> {
  const answer = await askPassword({
    message,
    validate: (text) => ((text ?? "").length < 12 ? "At least twelve characters." : undefined),
  });
  if (isCancel(answer)) throw new CommandError("Nothing was written.");
  return answer;
}
