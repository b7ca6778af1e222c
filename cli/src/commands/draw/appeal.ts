import type { Command } from "commander";
import type { Address, Hex } from "doorkey";
import { appeal } from "doorkey/ballot";
import { type Acting, act } from "../../terminal/act.ts";
import { type ClassOptions, withClass } from "../../terminal/eventOptions.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { quoted } from "../../terminal/nextCommand.ts";
import { address, hexBytes, wholeNumber } from "../../terminal/values.ts";

type Options = ClassOptions & { readonly agent: number; readonly holder: Address; readonly evidence?: Hex };

export function addAppeal(draw: Command): void {
  const command = withClass(
    draw
      .command("appeal")
      .description(
        "enters who was left out of the list, with what an attester signed, until the seal; anyone may run it. In a draw by key the holder's own key signs",
      ),
  )
    .requiredOption("--agent <id>", "the agent that the evidence names", wholeNumber())
    .requiredOption("--holder <address>", "the address of the key in the entrant's device", address)
    .option("--evidence <hex>", "what an attester signed; doorkey attest writes it", hexBytes);
  act(command, ({ options }: Acting<Options>) => {
    const { event: eventId, class: className, agent: agentId, holder, evidence } = options;
    return {
      send: (sending) => appeal(sending, { eventId, className, agentId, holder, evidence }),
      done: ({ number }) => ({
        said: `${holder} is in the draw of class ${className}, as party ${number + 1} of those with one person.`,
        result: { eventId, className, holder, number },
        next: [["The draw as it is now:", `${DOORKEY} draw status --event ${eventId} --class ${quoted(className)}`]],
      }),
    };
  });
}
