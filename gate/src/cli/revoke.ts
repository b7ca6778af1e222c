import type { Command } from "commander";
import { CommandError, exitCode, good, type Output, operatorApi } from "doorkey-server";
import { Type } from "typebox";
import { readConfig } from "../config/readConfig.ts";
import { CONFIG_OPTION } from "./options.ts";

type Options = { readonly config: string; readonly json?: boolean };

const Revoked = Type.Object({ id: Type.String(), name: Type.String(), lane: Type.Number(), revokedAt: Type.Number() });

export function revokeCommand(program: Command, output: Output, env: NodeJS.ProcessEnv): void {
  program
    .command("revoke")
    .description("lock a lost or stolen device out, at once and for good")
    .argument("<id>", "the device's id, as `doorkey-gate devices` shows it")
    .option(...CONFIG_OPTION)
    .option("--json", "print the device as JSON")
    .addHelpText(
      "after",
      `
The device sends what it had not sent; that is kept apart. Then it forgets its key and the list. The chain is not asked,
because devices hold no key of the chain.

Example:
  $ doorkey-gate revoke 3f09c2a1b4d5e6f708192a3b`,
    )
    .action(async (id: string, { config: file, json }: Options) => {
      if (!/^[0-9a-f]{24}$/.test(id)) throw new CommandError(`"${id}" is not the id of a device.`, exitCode.usage);
      const { ask } = await operatorApi("hub", await readConfig(file, env));
      const device = await ask(Revoked, "POST", `/operator/devices/${id}/revoke`);
      if (json) return output.json(device);
      output.line(`${good("✓")} ${device.name}, lane ${device.lane}, is locked out.`);
    });
}
