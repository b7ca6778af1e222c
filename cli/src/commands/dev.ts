import { once } from "node:events";
import { startLocalChain } from "doorkey/testing";
import { action, defineCommand } from "../terminal/command.ts";
import { devKeys } from "../terminal/devKeys.ts";
import { DOORKEY } from "../terminal/invocation.ts";
import { refuseTakenPort } from "../terminal/ports.ts";
import { wholeNumber } from "../terminal/values.ts";

type Options = { readonly port: number };

export const devCommand = defineCommand("dev", {
  details: [
    "The chain (31337) runs until Ctrl-C and keeps nothing.",
    "Everyone knows its keys; --as of the other commands signs with them.",
    "It needs the package hardhat, which contains the chain.",
  ],
  examples: ["dev", "dev --port 8600"],
});

action<Options>(
  devCommand.option("--port <number>", "port to listen on; 0 takes a free one", wholeNumber(0, 65_535), 8545),
  async ({ terminal, stop }, { port }) => {
    await refuseTakenPort(port);
    const { url, deployment, close } = await startLocalChain({ port });
    const { chainId, version, contracts } = deployment;
    terminal.good(`Doorkey ${version} is on ${url}, chain ${chainId}. Ctrl-C stops it.`);
    terminal.table(
      [["contract", "address"], ...Object.entries(contracts).map(([name, { address }]) => [name, address])],
      2,
    );
    terminal.heading("Keys that everyone knows. Use them nowhere else.");
    terminal.table([["role", "address"], ...devKeys.map(({ role, address }) => [role, address])], 2);
    const rpc = port === 8545 ? "" : ` --rpc ${url}`;
    terminal.next([
      [
        "In another terminal",
        `${DOORKEY} organizer register "Your Hall" --site https://your-hall.example --as organizer${rpc}`,
      ],
    ]);
    terminal.data({ url, deployment, keys: devKeys });
    if (!stop.aborted) await once(stop, "abort");
    await close();
    return undefined;
  },
);
