import { deliverReturns, type ReturnedRight } from "doorkey/organizer";
import { readReturns } from "../../rights/readStatements.ts";
import { reopenNext } from "../../rights/reopenNext.ts";
import { readRights, showRights } from "../../rights/showRights.ts";
import { tellOutcomes } from "../../rights/tellOutcomes.ts";
import { carryOut } from "../../terminal/act.ts";
import { type SignerOptions, withSigner } from "../../terminal/chainOptions.ts";
import { action, defineCommand } from "../../terminal/command.ts";
import { count } from "../../terminal/Terminal.ts";

export const deliverReturnsCommand = defineCommand("deliver-returns", {
  details: [
    "Anyone may run it, until returnUntil, because the holders signed.",
    "A file has one signed return as JSON, or a list of them.",
    "A returned right is void for good, and its place is freed. The same returns may be delivered again.",
  ],
  examples: ["deliver-returns return.json --as agent"],
});

action<SignerOptions, [readonly string[]]>(
  withSigner(deliverReturnsCommand.argument("<files...>", "JSON files with returns that holders signed")),
  async (task, options, files) => {
    const returns = await readReturns(files);
    return carryOut(task, options, async ({ connection }) => {
      const ids = returns.flatMap(({ rightId, count: size }) =>
        Array.from({ length: size }, (_, i) => BigInt(rightId) + BigInt(i)),
      );
      const rights = await readRights(connection, ids);
      showRights(task.terminal, rights);
      const next = await reopenNext(connection, rights, options);
      return {
        final: `Deliver the return of ${count(ids.length, "right")}? They are void for good.`,
        send: async (sending) => ({ outcomes: await deliverReturns(sending, { returns }) }),
        done: ({ outcomes }: { readonly outcomes: readonly ReturnedRight[] }) => ({
          refused: tellOutcomes(task.terminal, outcomes),
          said: `${count(outcomes.length, "right")} returned.`,
          result: { rights: outcomes },
          next,
        }),
      };
    });
  },
);
