import type { Command } from "commander";
import { bold, type Output, operatorApi, showQr } from "doorkey-server";
import { Type } from "typebox";
import { readConfig } from "../config/readConfig.ts";
import { CONFIG_OPTION, wholeNumber } from "./options.ts";

type Options = {
  readonly config: string;
  readonly lane: string;
  readonly name: string;
  readonly minutes: string;
  readonly json?: boolean;
};

const Invitation = Type.Object({
  url: Type.String(),
  name: Type.String(),
  lane: Type.Number(),
  expiresAt: Type.Number(),
});

export function inviteCommand(program: Command, output: Output, env: NodeJS.ProcessEnv): void {
  program
    .command("invite")
    .description("make a code with which one device joins, once")
    .option(...CONFIG_OPTION)
    .requiredOption("--lane <number>", "the lane that the device scans for")
    .requiredOption("--name <name>", "what the device is called here")
    .option("--minutes <number>", "how long the code is good", "15")
    .option("--json", "print the link as JSON")
    .addHelpText(
      "after",
      '\nPoint the camera of the device at the code.\n\nExample:\n  $ doorkey-gate invite --lane 1 --name "North 1"',
    )
    .action(async ({ config: file, lane, name, minutes, json }: Options) => {
      const config = await readConfig(file, env);
      const body = {
        lane: wholeNumber("--lane", lane, 65_535),
        name,
        minutes: wholeNumber("--minutes", minutes, 1_440),
      };
      const { ask } = await operatorApi("hub", config);
      const made = await ask(Invitation, "POST", "/operator/invitations", body);
      if (json) return output.json(made);
      showQr(output, made.url);
      output.line(bold(made.url));
      output.line(`One device joins with it as "${made.name}" at lane ${made.lane}, within ${body.minutes} minutes.`);
    });
}
