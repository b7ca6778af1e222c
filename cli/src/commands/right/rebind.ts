import { basename } from "node:path";
import { type Address, type Hex, type RightId, sameAddress } from "doorkey";
import { rebindRight } from "doorkey/organizer";
import { type Changed, eachRight } from "../../rights/eachRight.ts";
import { readEvidenceTable } from "../../rights/evidenceTable.ts";
import { readLostPhonesFile } from "../../rights/readLostPhonesFile.ts";
import { readConsents } from "../../rights/readStatements.ts";
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
import { address, hexList, rightIds } from "../../terminal/values.ts";

type Options = SignerOptions & {
  readonly to?: Address;
  readonly evidence?: readonly Hex[];
  readonly consent?: readonly string[];
  readonly table?: string;
  readonly file?: string;
};

type Rebind = {
  readonly rightId: RightId;
  readonly newHolder: Address;
  readonly proof?: Hex | undefined;
  /** For a lost phone: the key that has the right until then. */
  readonly holder?: Address;
  /** For a lost phone: how the clerk recognised the buyer. */
  readonly recognised?: string;
};

export const rebindCommand = defineCommand("rebind", {
  details: [
    "The old key loses the right at once, and the rebind is counted in public.",
    "A member of the agent that granted it, or of the organizer, runs it until rebindUntil: with the old key's consent, or for a named right with evidence of the same person.",
    "An admin of the organizer needs neither for a right without a name: --file has the requests for lost phones, which a box office wrote.",
  ],
  examples: [
    "rebind 4294967298 4294967299 --to 0x00000000000000000000000000000000000000d1 --as organizer",
    "rebind --consent consent.json --as agent",
    "rebind --file requests.json --as organizer",
  ],
});

act(
  rebindCommand
    .argument("[rights...]", "ids of the rights, with --to", rightIds)
    .option("--to <address>", "the address of the new key", address)
    .option("--evidence <hex...>", "for named rights: the evidence for each right and the new key, in order", hexList)
    .option("--consent <files...>", "JSON files with consents that old keys signed; they name the rights and new keys")
    .option("--table <file>", "a table of the columns right,holder,evidence, with the new key of each right")
    .option(
      "--file <file>",
      "requests for lost phones, as the box office wrote them; run by an admin of the organizer",
    ),
  async ({ task, connection, options }: Acting<Options>, ids: readonly RightId[] = []) => {
    const rebinds = await rebindsIn(options, ids);
    const rights = await readRights(
      connection,
      rebinds.map(({ rightId }) => rightId),
    );
    showRights(
      task.terminal,
      rights,
      { title: "new holder", cells: rebinds.map(({ newHolder }) => newHolder) },
      ...(options.file === undefined
        ? []
        : [{ title: "recognised by", cells: rebinds.map(({ recognised = "" }) => recognised) }]),
    );
    const ended = rebinds.map((one, i) => endedBefore(one, rights[i]));
    const open = rebinds.filter((_, i) => ended[i] === undefined);
    const before = ended.filter((one) => one !== undefined);
    tellOutcomes(task.terminal, before);
    return {
      final: `Rebind ${count(open.length, "right")}? The old keys lose them at once.`,
      send: async (sending) => ({
        changed: [...before, ...(await eachRight(task, open, (one) => rebindRight(sending, one)))],
      }),
      done: ({ changed }: { readonly changed: readonly Changed[] }) => ({
        refused: tellOutcomes(task.terminal, changed),
        said: `${count(changed.length, "right")} rebound.`,
        result: { rights: changed },
        next: [
          [
            "Anyone can look at them:",
            `${DOORKEY} right ${rebinds.map(({ rightId }) => rightId).join(" ")}${chainOf(options)}`,
          ],
        ],
      }),
    };
  },
);

/** How a rebind ended already: it is done, or the right of a lost phone changed since the clerk filed the request. */
function endedBefore({ rightId, holder, newHolder }: Rebind, right: NamedRight | undefined): Changed | undefined {
  if (right === undefined) return undefined;
  const refused = (reason: string): Changed => ({ rightId, status: "refused", reason });
  if (sameAddress(newHolder, right.holder)) return { rightId, status: "done" };
  if (holder === undefined) return undefined;
  if (right.status === "admitted" || right.status === "void")
    return refused(`It is ${right.status} since the request was filed.`);
  if (sameAddress(holder, right.holder)) return undefined;
  return refused(`The key ${right.holder} has it since the request was filed; the box office must file it again.`);
}

async function rebindsIn(
  { to, evidence = [], consent, table, file }: Options,
  ids: readonly RightId[],
): Promise<readonly Rebind[]> {
  const ways = [ids.length > 0 || to !== undefined, ...[consent, table, file].map((one) => one !== undefined)];
  if (ways.filter((given) => given).length !== 1)
    throw new UsageError("Give the rights and --to ADDRESS, or --consent FILE, or --table FILE, or --file FILE.");
  if (file !== undefined) {
    const requests = await readLostPhonesFile(file);
    return requests.map((request) => ({ ...request, rightId: BigInt(request.rightId) }));
  }
  if (consent !== undefined) {
    const consents = await readConsents(consent);
    return consents.map(({ rightId, newHolder, proof }) => ({ rightId: BigInt(rightId), newHolder, proof }));
  }
  if (table !== undefined) {
    const rows = await readEvidenceTable(await readBytes(table), basename(table));
    return rows.map(({ rightId, holder, evidence: proof }) => ({ rightId, newHolder: holder, proof }));
  }
  if (to === undefined || ids.length === 0) throw new UsageError("Give the rights, and --to with the new key.");
  if (evidence.length !== 0 && evidence.length !== ids.length)
    throw new UsageError(
      `--evidence is there ${evidence.length} times for ${count(ids.length, "right")}; give it for each.`,
    );
  return ids.map((rightId, i) => ({ rightId, newHolder: to, proof: evidence[i] }));
}
