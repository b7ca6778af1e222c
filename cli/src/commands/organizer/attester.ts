import type { Command } from "commander";
import { identityScope, setAttester } from "doorkey/attester";
import { type SignerOptions, withSigner } from "../../terminal/chainOptions.ts";
import { action } from "../../terminal/command.ts";
import { acting } from "../../terminal/connecting.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asRole } from "../../terminal/nextCommand.ts";
import { address, wholeNumber } from "../../terminal/values.ts";

type Options = SignerOptions & { readonly event: number; readonly remove?: boolean };

export function addAttester(organizer: Command): void {
  action<Options>(
    withSigner(organizer.command("attester <address>"))
      .description("trusts an attester to vouch for the persons behind keys, until the event changes hands")
      .requiredOption("--event <id>", "the event whose scope it is", wholeNumber())
      .option("--remove", "stop trusting it, and all evidence that it signed before"),
    async (task, options, text) => {
      const attester = address(text);
      const connection = await acting(task, options);
      const { eventId: scopeEventId, verifier } = await identityScope(connection, { eventId: options.event });
      const trusted = options.remove !== true;
      const { transaction } = await setAttester(connection, { scopeEventId, attester, trusted, verifier });
      task.terminal.good(
        `${attester} is ${trusted ? "trusted" : "no longer trusted"} in the scope of event ${scopeEventId}.`,
      );
      if (trusted) {
        task.terminal.next([
          [
            "Where staff read documents:",
            `${DOORKEY} attest people.csv --event ${options.event} --agent 1 --event-key event-key.json ${asRole(options, "attester")}`,
          ],
        ]);
      }
      return { scopeEventId, attester, trusted, transaction: transaction.hash };
    },
  );
}
