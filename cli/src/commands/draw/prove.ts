import { basename } from "node:path";
import type { Command } from "commander";
import { parseRound, proveRound } from "doorkey/ballot";
import { type Acting, act } from "../../terminal/act.ts";
import { LOCAL_CHAIN } from "../../terminal/connecting.ts";
import { type ClassOptions, withClass } from "../../terminal/eventOptions.ts";
import { UsageError } from "../../terminal/failures.ts";
import { readText } from "../../terminal/files.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asBefore, quoted } from "../../terminal/nextCommand.ts";
import { LOCAL_BEACON_URL } from "../../terminal/ports.ts";
import { webAddresses } from "../../terminal/values.ts";

type Options = ClassOptions & { readonly url?: readonly string[]; readonly file?: string };

export function addProve(draw: Command): void {
  const command = withClass(
    draw
      .command("prove")
      .description(
        "brings the beacon's round of a draw to the chain, after a check of its signature; anyone may run it",
      ),
  )
    .option("--url <url>", "a server of the beacon; may be given several times", webAddresses)
    .option("--file <file>", "the round as a server gave it, in place of a server");
  act(command, async ({ connection, options }: Acting<Options>) => {
    const { event: eventId, class: className, file } = options;
    if (file !== undefined && options.url !== undefined) throw new UsageError("Give --url or --file, not both.");
    const beaconRound = file === undefined ? undefined : parseRound(await readText(file), basename(file));
    const urls = options.url ?? (connection.chainId === LOCAL_CHAIN ? [LOCAL_BEACON_URL] : undefined);
    return {
      send: (sending) => proveRound(sending, { eventId, className, urls, beaconRound }),
      done: ({ round, randomness }) => ({
        said: `The chain has round ${round}, with the randomness ${randomness}.`,
        result: { eventId, className, round, randomness },
        next: [
          [
            "Anyone settles the draw:",
            `${DOORKEY} draw settle --event ${eventId} --class ${quoted(className)} ${asBefore(options)}`,
          ],
        ],
      }),
    };
  });
}
