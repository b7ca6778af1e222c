import type { RightId } from "doorkey";
import { revokeRights } from "doorkey/organizer";
import { reopenNext } from "../../rights/reopenNext.ts";
import { readRights, showRights } from "../../rights/showRights.ts";
import { tellOutcomes } from "../../rights/tellOutcomes.ts";
import { type Acting, act } from "../../terminal/act.ts";
import type { SignerOptions } from "../../terminal/chainOptions.ts";
import { defineCommand } from "../../terminal/command.ts";
import { count } from "../../terminal/Terminal.ts";
import { rightIds } from "../../terminal/values.ts";

export const revokeCommand = defineCommand("revoke", {
  details: [
    "A member of the agent that granted them runs it until returnUntil, an admin of the organizer until doors open.",
    "After nameBy, anyone may revoke an unnamed right of a named class.",
    "A revoked right is void for good, and its place is freed.",
  ],
  examples: ["revoke 4294967297 --reason refunded --as agent"],
});

act(
  revokeCommand
    .argument("<rights...>", "ids of the rights", rightIds)
    .requiredOption("--reason <words>", "at most 31 bytes, public for ever: write no names of people"),
  async (
    { task, connection, options }: Acting<SignerOptions & { readonly reason: string }>,
    ids: readonly RightId[],
  ) => {
    const rights = await readRights(connection, ids);
    showRights(task.terminal, rights);
    const next = await reopenNext(connection, rights, options);
    return {
      final: `Revoke ${count(ids.length, "right")}? They are void for good.`,
      send: (sending) => revokeRights(sending, { rightIds: ids, reason: options.reason }),
      done: ({ rights: outcomes }: revokeRights.Result) => ({
        refused: tellOutcomes(task.terminal, outcomes),
        said: `${count(ids.length, "right")} revoked.`,
        result: { rights: outcomes },
        next,
      }),
    };
  },
);
