import type { Command } from "commander";
import { setSaleHook } from "doorkey/organizer";
import { type SignerOptions, withSigner } from "../../terminal/chainOptions.ts";
import { action } from "../../terminal/command.ts";
import { acting, LOCAL_CHAIN } from "../../terminal/connecting.ts";
import { confirmSending } from "../../terminal/password.ts";
import { address, wholeNumber } from "../../terminal/values.ts";

export function addSaleHook(organizer: Command): void {
  action<SignerOptions & { readonly event: number; readonly class: string }>(
    withSigner(organizer.command("sale-hook"))
      .description("gives a class the contract that is asked in each grant, 48 hours before sales open at the latest")
      .argument("<address>", "the contract; the class keeps it for ever")
      .requiredOption("--event <id>", "the event's id", wholeNumber())
      .requiredOption("--class <name>", "the class's name"),
    async (task, options, text) => {
      const { event: eventId, class: className } = options;
      const saleHook = address(text);
      const connection = await acting(task, options);
      await confirmSending(task, `Give class ${className} the sale hook ${saleHook}? This is final.`, {
        yes: options.yes ?? options.dryRun,
        local: connection.chainId === LOCAL_CHAIN,
      });
      const { transaction } = await setSaleHook(connection, { eventId, className, saleHook });
      task.terminal.good(`${saleHook} is asked in each grant of class ${className} of event ${eventId}.`);
      return { eventId, className, saleHook, transaction: transaction.hash };
    },
  );
}
