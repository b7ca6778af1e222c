import type { Command } from "commander";
import { bad, good, type Output, operatorApi, table } from "doorkey-server";
import { type Static, Type } from "typebox";
import { readConfig } from "../config/readConfig.ts";
import { CONFIG_OPTION } from "./options.ts";

type Options = { readonly config: string; readonly json?: boolean };

const Device = Type.Object({
  id: Type.String(),
  name: Type.String(),
  lane: Type.Number(),
  joinedAt: Type.Number(),
  revokedAt: Type.Optional(Type.Number()),
  listening: Type.Boolean(),
});

const DeviceList = Type.Object({ devices: Type.Array(Device) });

export function devicesCommand(program: Command, output: Output, env: NodeJS.ProcessEnv): void {
  program
    .command("devices")
    .description("list the devices that joined")
    .option(...CONFIG_OPTION)
    .option("--json", "print them as JSON")
    .addHelpText("after", "\nExample:\n  $ doorkey-gate devices --config /etc/doorkey/gate.yaml")
    .action(async ({ config: file, json }: Options) => {
      const { ask } = await operatorApi("hub", await readConfig(file, env));
      const { devices } = await ask(DeviceList, "GET", "/operator/devices");
      if (json) return output.json(devices);
      if (devices.length === 0) return output.line("No device has joined. `doorkey-gate invite` makes a code.");
      output.line(table(devices.map(rowOf)));
    });
}

function rowOf({ id, name, lane, joinedAt, revokedAt, listening }: Static<typeof Device>): string[] {
  const state = revokedAt !== undefined ? bad("revoked") : listening ? good("here") : "away";
  return [id, `lane ${lane}`, name, `joined ${new Date(joinedAt * 1_000).toISOString().slice(0, 16)}Z`, state];
}
