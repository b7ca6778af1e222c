import { basename } from "node:path";
import type { Address, Hex, RightId } from "doorkey";
import { nameRight } from "doorkey/organizer";
import { type Changed, eachRight } from "../../rights/eachRight.ts";
import { readEvidenceTable } from "../../rights/evidenceTable.ts";
import { type NamedRight, readRights, showRights } from "../../rights/showRights.ts";
import { tellOutcomes } from "../../rights/tellOutcomes.ts";
import { type Acting, act } from "../../terminal/act.ts";
import type { SignerOptions } from "../../terminal/chainOptions.ts";
import { defineCommand } from "../../terminal/command.ts";
import { UsageError } from "../../terminal/failures.ts";
import { readBytes } from "../../terminal/files.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { chainOf } from "../../terminal/nextCommand.ts";
import { count } from "../../terminal/Terminal.ts";
import { address, hexBytes, rightIds } from "../../terminal/values.ts";

type Options = SignerOptions & { readonly table?: string; readonly holder?: Address; readonly evidence?: Hex };

type Naming = { readonly rightId: RightId; readonly holder?: Address | undefined; readonly evidence: Hex };

export const nameCommand = defineCommand("name", {
  details: [
    "A member of the agent that granted them, or of the organizer, runs it until nameBy.",
    "An attester signs the evidence for each right and its key: see attest --rights.",
    "A key other than the present holder's counts as a rebind.",
  ],
  examples: ["name --table crew.rights.csv --as agent"],
});

act(
  nameCommand
    .argument("[right]", "id of the right, without --table", rightIds)
    .option("--table <file>", "a table of the columns right,holder,evidence, for several rights")
    .option("--evidence <hex>", "without --table: the evidence for the right", hexBytes)
    .option("--holder <address>", "without --table: the person's key; defaults to the present holder", address),
  async ({ task, connection, options }: Acting<Options>, ids: readonly RightId[] | undefined) => {
    const namings = await namingsIn(options, ids);
    const rights = await readRights(
      connection,
      namings.map(({ rightId }) => rightId),
    );
    const items = namings.map((naming) => ({ ...naming, holder: naming.holder ?? holderOf(rights, naming.rightId) }));
    showRights(task.terminal, rights, { title: "new holder", cells: items.map(({ holder }) => holder) });
    return {
      final: `Name ${count(items.length, "right")}? Each is bound to its person for good.`,
      send: async (sending) => ({
        changed: await eachRight(task, items, (item) => nameRight(sending, item)),
      }),
      done: ({ changed }: { readonly changed: readonly Changed[] }) => ({
        refused: tellOutcomes(task.terminal, changed),
        said: `${count(changed.length, "right")} named.`,
        result: { rights: changed },
        next: [
          [
            "Anyone can look at them:",
            `${DOORKEY} right ${items.map(({ rightId }) => rightId).join(" ")}${chainOf(options)}`,
          ],
        ],
      }),
    };
  },
);

async function namingsIn(
  { table, holder, evidence }: Options,
  ids: readonly RightId[] | undefined,
): Promise<readonly Naming[]> {
  const [rightId] = ids ?? [];
  if (table !== undefined && rightId === undefined) return readEvidenceTable(await readBytes(table), basename(table));
  if (table !== undefined || rightId === undefined || evidence === undefined)
    throw new UsageError("Give a right and its --evidence, or a --table with several rights.");
  return [{ rightId, holder, evidence }];
}

function holderOf(rights: readonly NamedRight[], rightId: RightId): Address {
  const found = rights.find((right) => right.rightId === rightId);
  if (found === undefined) throw new Error(`right ${rightId} was not read`);
  return found.holder;
}
