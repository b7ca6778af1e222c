import type { Command } from "commander";
import { deployMerkleSaleHook } from "doorkey/organizer";
import { type Acting, act } from "../../terminal/act.ts";
import type { SignerOptions } from "../../terminal/chainOptions.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asRole } from "../../terminal/nextCommand.ts";

export function addHook(presale: Command): void {
  const command = presale
    .command("hook")
    .description("deploys the sale hook that keeps the lists of all organizers; the key that signs pays");
  act(command, ({ connection, options }: Acting<SignerOptions>) => ({
    final: `Deploy a sale hook to chain ${connection.chainId}? It is one contract without an owner.`,
    send: async (sending) => {
      const { saleHook, transactionHash } = await deployMerkleSaleHook(sending);
      return { saleHook, hash: transactionHash };
    },
    done: ({ saleHook, hash }) => ({
      said: `${saleHook} keeps lists for presales.`,
      result: { saleHook, transaction: hash },
      next: [
        [
          "An admin of the organizer gives it to a class:",
          `${DOORKEY} set-sale-hook ${saleHook} --event 1 --class standing ${asRole(options, "organizer")}`,
        ],
      ],
    }),
  }));
}
