import { Option } from "commander";
import { type Connection, isDoorkeyError } from "doorkey";
import { type Language, type Manifest, sentenceFor } from "doorkey/code";
import {
  type AdmissionOutcome,
  ClockWatch,
  type GateJournal,
  gateJournalFile,
  Lane,
  loadManifest,
  Settler,
} from "doorkey/gate";
import type { Signer } from "ethers";
import { eventTime } from "../events/eventTime.ts";
import { type LaneWishes, lanePolicy } from "../gate/lanePolicy.ts";
import { freshManifest, keepManifest, keptManifest } from "../gate/manifestFile.ts";
import { type LaneCount, runLane } from "../gate/runLane.ts";
import { type Scan, scannedFolder, scannedImages, scannedLines } from "../gate/scans.ts";
import { type SignerOptions, withSigner } from "../terminal/chainOptions.ts";
import { action, defineCommand } from "../terminal/command.ts";
import { acting, headTimeOn, reading, timeOn } from "../terminal/connecting.ts";
import { Refused } from "../terminal/failures.ts";
import { DOORKEY } from "../terminal/invocation.ts";
import { unlock } from "../terminal/keystore.ts";
import { asBefore, asRole, givenFlags } from "../terminal/nextCommand.ts";
import { whenUnread } from "../terminal/output.ts";
import type { Task } from "../terminal/Task.ts";
import { count } from "../terminal/Terminal.ts";
import { domainName, webAddresses, wholeNumber } from "../terminal/values.ts";

type Options = SignerOptions &
  LaneWishes & {
    readonly event: number;
    readonly lane: number;
    readonly journal?: string;
    readonly image?: readonly string[];
    readonly watch?: string;
    readonly settle?: boolean;
    readonly language: Language;
    readonly timeZone?: string;
  };

/** Milliseconds between two deliveries to the chain. */
const SETTLE_EVERY = 5_000;

export const admitCommand = defineCommand("admit", {
  details: [
    "It writes each admission to a journal on disk, and keeps working without the chain.",
    "It reads one code a line from standard input, as a USB scanner types them.",
  ],
  examples: [
    "admit --event 1 --as gate --image codes/code-1.png",
    "admit --event 1 --lane 2 --as gate < codes/codes.txt",
    "admit --event 1 --as gate --settle",
  ],
});

action<Options>(
  withSigner(admitCommand)
    .requiredOption("--event <id>", "the event's id", wholeNumber())
    .option("--lane <number>", "number of the queue at the gate", wholeNumber(0, 65_535), 1)
    .option("--image <files...>", "read codes from PNG or JPEG pictures instead of standard input")
    .option("--watch <folder>", "read codes from the PNG or JPEG pictures that arrive in a folder")
    .option("--settle", "scan nothing; only deliver the waiting admissions in the journal to the chain")
    .option("--journal <file>", "file of the journal; defaults to gate-<event>-lane-<lane>.jsonl")
    .option("--class <names...>", "admit these classes only")
    .option("--identify <names...>", "for these classes, ask staff to check the person first")
    .option("--passkeys <urls...>", "accept passkeys that were made on these pages", webAddresses)
    .option("--passkey-domain <domain>", "the domain they belong to; defaults to each page's own", domainName)
    .addOption(
      new Option("--language <code>", "language of the sentences that staff read")
        .choices(["en", "ja", "vi", "zh"])
        .default("en"),
    )
    .option("--time-zone <name>", 'time zone of the sentences, such as "Asia/Tokyo"'),
  async (task, options) => {
    // Staff must see each verdict, so a gate whose display is away lets no one else in.
    whenUnread(() => task.halt(new Refused("The reader of the output went away, so this gate stopped scanning.")));
    if (options.dryRun === true) return rehearse(task, options);
    // Asks for the password now, before doors open, because the chain may answer only later.
    const key = options.key === undefined ? undefined : await unlock(task, options.key);
    const file = options.journal ?? `gate-${options.event}-lane-${options.lane}.jsonl`;
    const journal = await gateJournalFile(file);
    try {
      return await openGate(task, options, { journal, file, key });
    } finally {
      await journal.close();
    }
  },
);

type Gate = { readonly journal: GateJournal; readonly file: string; readonly key: Signer | undefined };

async function openGate(task: Task, options: Options, { journal, file, key }: Gate): Promise<unknown> {
  const { terminal, stop } = task;
  const { event: eventId, lane: laneNumber } = options;
  const manifestFile = `${file.replace(/\.jsonl$/, "")}.manifest.json`;
  const { journal: given, passkeys, language } = options;
  const again = [
    `${DOORKEY} admit --event ${eventId} --lane ${laneNumber} ${asBefore(options)}`,
    ...givenFlags({ journal: given, class: options.class, identify: options.identify }),
    ...givenFlags({ passkeys, "passkey-domain": options.passkeyDomain }),
    ...givenFlags({ language: language === "en" ? undefined : language, "time-zone": options.timeZone }),
  ].join(" ");
  let connection: Connection | undefined;
  const connect = async (): Promise<Connection> => {
    connection ??= await checkGate(await acting(task, options, key), options);
    return connection;
  };

  const manifest = await openingManifest(task, connect, eventId, manifestFile);
  const clock = clockWatch(task, options);
  await compareClock(clock, connection, manifest);
  const lane = await Lane.open({ journal, lane: laneNumber, policy: lanePolicy(options, manifest), clock, manifest });
  const settled = { admitted: 0, notAdmitted: 0 };
  const settler = new Settler({
    connect,
    journal,
    eventId,
    manifest: () => lane.manifest,
    events: {
      renewed: async (newer) => {
        await keepManifest(manifestFile, newer);
        lane.use(newer);
        await compareClock(clock, connection, newer);
      },
      settled: (outcomes) => tellOutcomes(task, outcomes, settled),
      failed: (error, waiting) => {
        const why = isDoorkeyError(error) ? error.shortMessage : String(error);
        terminal.warn(
          `Working without the chain: ${why} ${count(waiting, "admission")} in the journal will be delivered later.`,
        );
      },
      recovered: () => terminal.good("The chain answers again."),
    },
  });
  task.setResumeHint(`${again} (with --settle it only delivers the admissions in ${file})`);

  // Starts to read before staff see that the lane is open, so that no scan is lost.
  const scans = options.settle === true ? noScans() : scansOf(options, stop);
  terminal.say(`Event ${eventId}, lane ${laneNumber}: ${count(rightsIn(manifest), "right")}. Journal: ${file}`, "bold");
  const timer = setInterval(() => void settler.settle(), SETTLE_EVERY);
  let total: LaneCount;
  try {
    total = await runLane(task, scans, { lane, now: () => timeOn(connection), telling: options });
  } finally {
    clearInterval(timer);
    await settler.settle();
    // A round that was already running did not include the last admissions.
    await settler.settle();
  }
  const waiting = (await journal.pending()).length;
  if (waiting === 0) task.setResumeHint(undefined);
  const result = { ...total, ...settled, waiting, journal: file };
  if (options.settle !== true)
    terminal.say(`${count(total.scans, "scan")}: ${total.letIn} let in, ${total.stopped} stopped.`);
  terminal.say(
    `Admitted on chain: ${count(settled.admitted, "right")}. Still waiting: ${count(waiting, "admission")}.`,
  );
  if (waiting > 0) throw new Refused(`${count(waiting, "admission")} could not be delivered.`, "", result);
  if (options.image !== undefined && total.stopped > 0) throw new Refused("Some pictures were refused.", "", result);
  terminal.data({ done: result }, 0);
  return undefined;
}

/** Warns staff that the gate's own clock is wrong, so that they do not send phones away for it. */
function clockWatch({ terminal }: Task, { language }: Options): ClockWatch {
  return new ClockWatch((fault) =>
    terminal.warn(sentenceFor({ status: "refuse", reason: "gate-clock-wrong", ...fault }, language)),
  );
}

async function compareClock(clock: ClockWatch, connection: Connection | undefined, manifest: Manifest): Promise<void> {
  const headAt = await headTimeOn(connection);
  clock.compare({ now: await timeOn(connection), headAt, manifest });
}

/** Loads the manifest from the chain. While the chain does not answer, takes the one that the gate kept last. */
async function openingManifest(
  { terminal }: Task,
  connect: () => Promise<Connection>,
  eventId: number,
  file: string,
): Promise<Manifest> {
  try {
    return await freshManifest(await connect(), eventId, file);
  } catch (error) {
    const isBusy = isDoorkeyError(error, "CHAIN_BUSY");
    const isAway = isBusy || isDoorkeyError(error, "CHAIN_UNREACHABLE");
    const known = isAway ? await keptManifest(file, eventId) : undefined;
    if (known === undefined) throw error;
    const taken = eventTime(known.takenAt, known.utcOffset);
    terminal.warn(
      `${isBusy ? "The chain's node is busy" : "The chain does not answer"}. Working with what this gate knew at ${taken}.`,
    );
    return known;
  }
}

/** Checks the key when the gate connects, so that staff learn of a mistake before the chain refuses admissions. */
async function checkGate(connection: Connection, options: Options): Promise<Connection> {
  const address = (await connection.signer?.getAddress()) ?? "";
  const { kind } = await connection.contracts.events.gateOf(options.event, address);
  if (kind !== 0n) return connection;
  throw new Refused(
    `${address} is not a gate of event ${options.event}.`,
    `The organizer can add it: ${DOORKEY} gates set ${address} --event ${options.event} ${asRole(options, "organizer")}`,
  );
}

/** Decides on codes and shows the verdicts. Keeps and sends nothing. */
async function rehearse(task: Task, options: Options): Promise<unknown> {
  const connection = await reading(options);
  const manifest = await loadManifest(connection, { eventId: options.event });
  const clock = clockWatch(task, options);
  await compareClock(clock, connection, manifest);
  const lane = await Lane.open({ lane: options.lane, policy: lanePolicy(options, manifest), clock, manifest });
  task.terminal.say("Rehearsal: no admission is kept or sent.", "bold");
  const scans = scansOf(options, task.stop);
  const total = await runLane(task, scans, { lane, now: () => timeOn(connection), telling: options });
  task.terminal.data({ done: { ...total, dryRun: true } }, 0);
  return undefined;
}

function scansOf({ image, watch }: Options, stop: AbortSignal): AsyncIterable<Scan> {
  if (image !== undefined) return scannedImages(image);
  return watch === undefined ? scannedLines(stop) : scannedFolder(watch, stop);
}

async function* noScans(): AsyncGenerator<Scan> {}

function rightsIn({ batches }: Manifest): number {
  return batches.reduce((sum, { statuses }) => sum + statuses.length, 0);
}

type Settled = { admitted: number; notAdmitted: number };

function tellOutcomes({ terminal }: Task, outcomes: readonly AdmissionOutcome[], settled: Settled): void {
  for (const outcome of outcomes) {
    if (outcome.status === "undecided") continue;
    settled.admitted += outcome.rights.length;
    for (const { rightId, reason } of outcome.passedOver) {
      settled.notAdmitted++;
      terminal.warn(`The chain did not admit right ${rightId}: ${reason}.`);
    }
  }
}
