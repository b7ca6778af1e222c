import type { Command } from "commander";
import { deployMerkleSaleHook } from "doorkey/organizer";
import { type SignerOptions, withSigner } from "../../terminal/chainOptions.ts";
import { action } from "../../terminal/command.ts";
import { acting, LOCAL_CHAIN } from "../../terminal/connecting.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asRole } from "../../terminal/nextCommand.ts";
import { confirmSending } from "../../terminal/password.ts";

export function addHook(presale: Command): void {
  action<SignerOptions>(
    withSigner(presale.command("hook")).description(
      "deploys the sale hook that keeps the lists of all organizers; the key that signs pays",
    ),
    async (task, options) => {
      const connection = await acting(task, options);
      if (options.dryRun === true) {
        task.terminal.say("This would deploy one contract without an owner. Nothing was sent.");
        return { dryRun: true };
      }
      await confirmSending(task, `Deploy a sale hook to chain ${connection.chainId}?`, {
        yes: options.yes,
        local: connection.chainId === LOCAL_CHAIN,
      });
      const { saleHook, transactionHash } = await deployMerkleSaleHook(connection);
      task.terminal.good(`${saleHook} keeps lists for presales.`);
      task.terminal.next([
        [
          "Give it to a class:",
          `${DOORKEY} set-sale-hook ${saleHook} --event 1 --class standing ${asRole(options, "organizer")}`,
        ],
      ]);
      return { saleHook, transaction: transactionHash };
    },
  );
}
