import { availableParallelism } from "node:os";
import { InvalidArgumentError, Option } from "commander";
import { type ErrorCode, isDoorkeyError } from "doorkey";
import { type AuditResult, auditBundle, auditEvent, openAuditBundle } from "doorkey/audit";
import { auditPage } from "../audit/auditPage.ts";
import { bundleIn } from "../audit/bundleIn.ts";
import { runToEnd } from "../audit/runToEnd.ts";
import { tellAudit } from "../audit/tellAudit.ts";
import { thresholdsIn } from "../audit/thresholdsIn.ts";
import { action, defineCommand } from "../terminal/command.ts";
import { reading } from "../terminal/connecting.ts";
import { EXIT, type ExitCode } from "../terminal/exit.ts";
import { EndsWith, failureOf, Stopped, UsageError } from "../terminal/failures.ts";
import { writeWhole } from "../terminal/files.ts";
import { DOORKEY } from "../terminal/invocation.ts";
import type { Task } from "../terminal/Task.ts";
import { webAddress, wholeNumber } from "../terminal/values.ts";

type Options = {
  readonly rpc?: readonly string[];
  readonly deployment?: string;
  readonly html?: string;
  readonly save?: string;
  readonly from?: string;
  readonly to?: number;
  readonly sample?: number;
  readonly thresholds?: string;
};

const LOCAL_NODE = "http://127.0.0.1:8545";

export const auditCommand = defineCommand("audit", {
  details: [
    "It asks a node for the whole history, checks every signature, and trusts no index and no server of the organizer.",
    "The exit code is 0 if all statements hold, 1 if one is false, 3 if nothing is false and something could not be",
    "checked, and 2 for wrong use.",
  ],
  examples: ["audit 1", "audit 1 --save sale.bundle --html audit.html", "audit 1 --from sale.bundle"],
});

action<Options>(
  auditCommand
    .argument("<event>", "the event's id")
    .addOption(
      new Option(
        "--rpc <url>",
        `URL of the chain's node, by default ${LOCAL_NODE}; two nodes are asked both, and must agree`,
      )
        .env("DOORKEY_RPC")
        .argParser(addNode),
    )
    .option("--deployment <file>", "file with the addresses of the suite, on a chain that Doorkey does not list")
    .option("--html <file>", "write a self-contained page with charts")
    .option(
      "--save <file>",
      "keep what was read, to repeat the audit without a node; an audit that was ended continues",
    )
    .option("--from <file>", "repeat the audit from what --save kept, without a node")
    .option("--to <block>", "the last block to look at", wholeNumber(0))
    .option("--sample <n>", "check at most so many signatures of each kind", wholeNumber())
    .option("--thresholds <file>", "JSON file with other thresholds for what is suspicious, though allowed"),
  async (task, options, text) => {
    const eventId = wholeNumber()(text);
    try {
      const result = await audited(task, options, eventId);
      tellAudit(task.terminal, result);
      if (options.html !== undefined) {
        await writeWhole(options.html, auditPage(result, "UTC"));
        task.terminal.good(`${options.html} has the same audit with charts.`);
      }
      task.endWith(exitCodeOf(result));
      return result;
    } catch (error) {
      // 1 means that a statement is false, so no other failure may end with it.
      throw error instanceof Stopped ? error : new EndsWith(error, exitCodeFor(error));
    }
  },
);

async function audited(task: Task, options: Options, eventId: number): Promise<AuditResult> {
  const { rpc = [LOCAL_NODE], deployment, save, from, to, sample } = options;
  const thresholds = await thresholdsIn(options.thresholds);
  const how = { eventId, thresholds, sample, workers: availableParallelism() };
  if (from !== undefined) {
    if (save !== undefined) throw new UsageError("--from needs no node, so there is nothing to --save.");
    if (to !== undefined) throw new UsageError("A bundle has one last block, so --to does not go with --from.");
    return runToEnd(task, auditBundle(bundleIn(from), how));
  }
  const [first = LOCAL_NODE, other] = rpc;
  const connection = await reading({ rpc: first, ...(deployment && { deployment }) });
  const second = other === undefined ? undefined : await reading({ rpc: other, ...(deployment && { deployment }) });
  const bundle = save === undefined ? undefined : await openAuditBundle(save);
  if (save !== undefined) task.setResumeHint(`${DOORKEY} audit ${eventId} --save ${save}`);
  try {
    const result = await runToEnd(task, auditEvent(connection, { ...how, to, second, bundle }));
    task.setResumeHint(undefined);
    if (save !== undefined) task.terminal.good(`${save} has all that was read; --from ${save} repeats the audit.`);
    return result;
  } finally {
    await bundle?.close();
  }
}

function addNode(url: string, before: readonly string[] = []): readonly string[] {
  if (before.length === 2) throw new InvalidArgumentError("It can be given twice at most.");
  return [...before, webAddress(url)];
}

function exitCodeOf({ statements }: AuditResult): ExitCode {
  if (statements.some(({ verdict }) => verdict === "false")) return EXIT.failed;
  return statements.some(({ unchecked }) => unchecked > 0) ? EXIT.unchecked : EXIT.done;
}

/** Codes of the SDK that mean that nothing could be audited as asked. */
const WRONG_USE: readonly ErrorCode[] = [
  "EVENT_UNKNOWN",
  "CHAIN_UNKNOWN",
  "CHAIN_DIFFERENT",
  "SUITE_DIFFERENT",
  "JOURNAL_LOCKED",
  "AUDIT_BUNDLE_DIFFERENT",
  "AUDIT_BUNDLE_CUT_OFF",
  "AUDIT_BUNDLE_EDITED",
];

function exitCodeFor(error: unknown): ExitCode {
  const isWrongUse = isDoorkeyError(error) && WRONG_USE.some((code) => error.code === code);
  return isWrongUse || failureOf(error).exit === EXIT.usage ? EXIT.usage : EXIT.unchecked;
}
