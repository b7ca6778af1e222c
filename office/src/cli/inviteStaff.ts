import type { Command } from "commander";
import { bold, CommandError, exitCode, type Output, operatorApi, showQr } from "doorkey-server";
import { Type } from "typebox";
import { readConfig } from "../config/readConfig.ts";
import { CONFIG_OPTION } from "./options.ts";

type Options = { readonly config: string; readonly name: string; readonly role: string; readonly json?: boolean };

const Invitation = Type.Object({
  url: Type.String(),
  name: Type.String(),
  role: Type.String(),
  expiresAt: Type.Number(),
});

const ROLES = ["clerk", "manager"];

export function inviteStaffCommand(program: Command, output: Output, env: NodeJS.ProcessEnv): void {
  program
    .command("invite-staff")
    .description("make a link with which one person signs in to the box office, once, within 15 minutes")
    .option(...CONFIG_OPTION)
    .requiredOption("--name <name>", "what the person is called here")
    .option("--role <role>", "clerk sells; manager also revokes, imports, moves by document, and invites", "clerk")
    .option("--json", "print the link as JSON")
    .addHelpText("after", '\nExample:\n  $ doorkey-office invite-staff --name "Aya" --role manager')
    .action(async ({ config: file, name, role, json }: Options) => {
      if (!ROLES.includes(role)) throw new CommandError(`--role must be ${ROLES.join(" or ")}.`, exitCode.usage);
      const { ask } = await operatorApi("office", await readConfig(file, env));
      const made = await ask(Invitation, "POST", "/operator/staff-invitations", { name, role });
      if (json) return output.json(made);
      showQr(output, made.url);
      output.line(bold(made.url));
      output.line(`${made.name} signs in with it as a ${made.role}, once, within 15 minutes.`);
    });
}
