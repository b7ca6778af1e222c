import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect } from "chai";
import { describeMistake, type Mistake } from "doorkey/organizer";
import { html } from "../../cli/src/pages/html.ts";
import { randomBySeed } from "../../tools/support/randomBySeed.ts";
import { castRoles, findClasses } from "../cast.ts";
import { generateBuyers } from "../input/generateBuyers.ts";
import { type Input, readInput } from "../input/read.ts";
import { runJourney, type Told } from "../journey.ts";
import { readOptions } from "../options.ts";
import { reconcile } from "../reconcile.ts";
import { writeReport } from "../report.ts";
import { Screen } from "../screen.ts";

const EVENT = "examples/concert/event.json";
const SEED = 7;

let directory: string;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "doorkey-demo-"));
});
after(() => rm(directory, { recursive: true }));

/** Writes a table of `count` buyers to its own file. */
async function tableOf(count: number, change: (table: string) => string = (table) => table): Promise<string> {
  const file = join(directory, `buyers-${count}.csv`);
  await writeFile(file, change(generateBuyers(count, SEED)));
  return file;
}

async function inputOf(buyers: string): Promise<Input> {
  const input = await readInput({ event: EVENT, buyers });
  if (!("event" in input)) throw new Error(input.map(describeMistake).join("\n"));
  return input;
}

function castOf(input: Input) {
  const classes = findClasses(input, "event.json");
  if (!("standing" in classes)) throw new Error(classes.map(describeMistake).join("\n"));
  const roles = castRoles(input, classes, randomBySeed(SEED), "buyers.csv");
  if (!("away" in roles)) throw new Error(roles.map(describeMistake).join("\n"));
  return { classes, roles };
}

/** Runs the demo as a user does. Returns its exit code and its output. */
async function demo(args: readonly string[], act?: (said: string, stop: () => void) => void) {
  const child = spawn(process.execPath, ["--import", "tsx", "demo/main.ts", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const listen = (chunk: Buffer): void => {
    said += chunk.toString();
    act?.(said, () => child.kill("SIGINT"));
  };
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  const code = await new Promise<number | null>((done) => child.on("close", done));
  return { code, said };
}

describe("the journey", function () {
  this.timeout(240_000);
  let told: Told;
  let said = "";

  before(async () => {
    const input = await inputOf(await tableOf(60));
    const out = new PassThrough();
    out.on("data", (chunk: Buffer) => (said += chunk.toString()));
    told = await runJourney(input, castOf(input), SEED, new Screen(out, {}));
  });

  it("adds up, in every class", () => {
    const { ledger } = told.accounts;
    for (const { id, supply } of told.input.event.classes) {
      const tally = ledger.classes.get(id);
      if (tally === undefined) throw new Error(`no class ${id}`);
      const { granted, returned, revoked, admitted, away, freed, unsold, reopened } = tally;
      expect(granted).to.equal(returned + revoked + admitted + away);
      expect(supply).to.equal(admitted + away + freed + unsold);
      expect(freed).to.equal(returned + revoked - reopened);
    }
  });

  it("grants every order, and admits with keys of all kinds", () => {
    const { sum } = told.accounts;
    const asked = told.input.orders.reduce((total, { quantity }) => total + quantity, 0);
    expect(sum.granted).to.be.greaterThan(asked);
    expect(sum.admitted).to.be.greaterThan(asked / 2);
    expect(said).to.match(/buyers paid; .* \d+ p256, \d+ passkey, \d+ secp256k1/);
    expect(said).to.match(/rights admitted on chain from lane 1 .* 3 kinds of keys/);
  });

  it("plays every part: returned, reopened, granted again, rebound, named, voided, by hand", () => {
    const { sum, ledger } = told.accounts;
    expect(sum).to.include({ rebound: 3, refusedSales: 2 });
    for (const part of [sum.returned, sum.reopened, sum.named, ledger.classes.get(3)?.revoked]) {
      expect(part).to.be.greaterThan(0);
    }
  });

  it("turns away every attempt, each for its reason", () => {
    expect(Object.fromEntries(told.accounts.ledger.reasons)).to.deep.equal({
      AlreadyAdmitted: 1,
      BadSignature: 3,
      ClockApart: 1,
      Contested: 1,
      OutsideDoors: 1,
      RightNonexistent: 1,
      RightVoid: 3,
      WrongEvent: 1,
      WrongHolder: 1,
    });
    const refused = told.story.chapters.flatMap(({ lines }) => lines.filter(({ kind }) => kind === "refused"));
    expect(refused.map(({ note }) => note)).to.include.members([
      "SalesClosed",
      "QuotaExceeded",
      "TeamMemberOnly",
      "SeatTaken",
      "PersonFull",
      "RightAuthorityMissing",
      "RightConsentInvalid",
      "RightRebindsExhausted",
      "DoorsNotOpen",
      "GateOnly",
    ]);
  });

  it("sells another night by a draw, and refuses each way around it by its name", () => {
    const lines = told.story.chapters.find(({ title }) => title === "Another night sells by a draw")?.lines ?? [];
    expect(lines.filter(({ kind }) => kind === "refused").map(({ note }) => note)).to.deep.equal([
      "DrawExists",
      "NotDrawn",
      "AlreadyListed",
      "DrawNotSealed",
      "NotOffered",
      "EntrantNotListed",
      "SalesArePaused",
      "WaveRuns",
      "PlaceUsed",
    ]);
    const checked = lines.filter(({ kind }) => kind === "checked").map(({ text }) => text);
    expect(checked[0]).to.contain("computed again");
    expect(checked[1]).to.contain("60 of 60 places are sold");
  });

  it("prints a code, and later refuses a picture of it", () => {
    expect(said).to.contain(told.shown.text);
    expect(said.indexOf("a picture of the code above")).to.be.greaterThan(said.indexOf(told.shown.text));
  });

  it("prints plain text when stdout is not a terminal", () => {
    expect(said).not.to.contain("\u001b");
  });

  it("writes a self-contained report", async () => {
    const path = writeReport(join(directory, "out"), told);
    const page = await readFile(path, "utf8");
    expect(await readdir(join(directory, "out"))).to.deep.equal(["report.html"]);
    expect(page).to.contain(told.shown.text).and.to.contain("<svg");
    expect(page.replaceAll("http://www.w3.org/2000/svg", "")).not.to.match(
      /(?:src|href|url|@import|https?:)[=(:]?["'(]?\/\//,
    );
    expect(page).not.to.match(/<script|undefined|NaN|\[object/);
  });
});

describe("reconciling", () => {
  it("finds figures that differ and a right that the journey never granted", async function () {
    this.timeout(120_000);
    const { Book } = await import("../book.ts");
    const input = await inputOf(await tableOf(60));
    const [standing] = input.event.classes;
    if (standing === undefined) throw new Error("no class");
    const zero = { supply: 1_000, granted: 0, returned: 0, revoked: 0, reopened: 0, rebound: 0, named: 0, admitted: 0 };
    const tally = { ...zero, away: 0, freed: 0, unsold: 1_000, refusedSales: 0, turnedAway: 0 };
    const ledger = {
      classes: new Map([[1, tally]]),
      rights: new Map(),
      replayed: new Map(),
      reasons: new Map<string, number>(),
      used: new Map([[1, 0]]),
    };
    expect(reconcile(ledger, new Book(), [standing])).to.deep.equal([]);

    tally.admitted = 1;
    ledger.reasons.set("RightVoid", 2);
    const id = 1n << 32n;
    ledger.rights.set(id, { classId: 1, status: "granted" as const, holder: "0x01" });
    expect(reconcile(ledger, new Book(), [standing])).to.deep.equal([
      "class standing: granted = returned + revoked + admitted + did not come is wrong: 0 is not 1.",
      "class standing: supply = admitted + did not come + freed + unsold is wrong: 1,000 is not 1,001.",
      "class standing: admitted in the book = admitted on chain is wrong: 0 is not 1.",
      `right ${id}: its logs do not give its status.`,
      `right ${id} is live on chain, but the journey never granted it.`,
      "turned away for RightVoid: 0 times in the book, 2 on chain.",
    ]);
  });
});

describe("the cast", () => {
  it("lists every part that no order can play", async () => {
    const file = join(directory, "few.csv");
    await writeFile(file, "order,class,quantity,seats,evidence\nH-1,standing,1,,\nH-2,staff,1,,crew-1\n");
    const input = await inputOf(file);
    const classes = findClasses(input, "event.json");
    if (!("standing" in classes)) throw new Error("no classes");
    const mistakes = castRoles(input, classes, randomBySeed(1), "few.csv") as readonly Mistake[];
    expect(mistakes.map(describeMistake)).to.include.members([
      "few.csv: too few orders of one person in class standing, with evidence; the journey needs 1 more, and 0 are left.",
      "few.csv: too few orders of two or more, without evidence; the journey needs 1 more, and 0 are left.",
      "few.csv, evidence: the journey needs orders of class staff with evidence, and others without.",
    ]);
  });

  it("lists what the event lacks", async () => {
    const input = await inputOf(await tableOf(60));
    const { schedule, policy, classes } = input.event;
    const event = {
      ...input.event,
      classes: classes.slice(0, 1),
      policy: { ...policy, maxRebinds: 0 },
      schedule: { ...schedule, salesCloseAt: schedule.salesOpenAt + 1, nameBy: schedule.doorsOpenAt },
    };
    expect((findClasses({ ...input, event }, "event.json") as readonly Mistake[]).map(describeMistake)).to.deep.equal([
      "event.json, doorkey.classes: the journey needs a public class with seats, without names.",
      "event.json, doorkey.classes: the journey needs a reserved class with names.",
      "event.json, doorkey.schedule.salesCloseAt: must not be before returnUntil, because the journey sells returned places again.",
      "event.json, doorkey.schedule.nameBy: must be an hour before doorsOpenAt or earlier, because the journey loads the gates then.",
      "event.json, doorkey.policy: the journey needs an identityVerifier, and maxRebinds of 1 or more.",
    ]);
  });
});

describe("the options", () => {
  it("have defaults, and are refused when they are wrong", () => {
    expect(readOptions([])).to.deep.equal({
      event: "examples/concert/event.json",
      buyers: "examples/concert/buyers.csv",
      out: "demo",
      seed: 1,
      audit: false,
    });
    expect(readOptions(["--seed", "3", "--out", "x"])).to.include({ seed: 3, out: "x" });
    expect(readOptions(["-h"])).to.equal("help");
    expect(readOptions(["--seed", "one"]))
      .to.have.property("mistake")
      .that.contains('not "one"');
    expect(readOptions(["--sed", "1"]))
      .to.have.property("mistake")
      .that.contains("--sed");
    expect(readOptions(["file"]))
      .to.have.property("mistake")
      .that.contains("file");
  });
});

describe("values in the report", () => {
  it("are escaped", () => {
    expect(html`<p title="${'"'}">${"<script>&'"}${[html`<b>`, "<"]}</p>`.text).to.equal(
      '<p title="&#34;">&#60;script&#62;&#38;&#39;<b>&#60;</p>',
    );
  });
});

describe("npm run demo", function () {
  this.timeout(240_000);

  it("lists every mistake of bad input at once, sends nothing, and ends with 1", async () => {
    const buyers = await tableOf(20, (table) => table.replace("order,class", "order,clas").replace(/,2,/g, ",9,"));
    const out = join(directory, "nothing");
    const { code, said } = await demo(["--event", EVENT, "--buyers", buyers, "--out", out]);
    expect(code).to.equal(1);
    expect(said).to.match(/^buyers-20\.csv, row 1, clas: is an unknown column \(did you mean "class"\?\)/m);
    expect(said).to.match(/^buyers-20\.csv, row 1, class: the column is missing\.$/m);
    expect(said).to.match(/^buyers-20\.csv, row \d+, quantity: a party of 9 is too large/m);
    expect(said).to.match(/^\d+ mistakes; nothing was sent\.$/m);
    expect(said).not.to.match(/compiling|deployed/);
    expect(await readdir(directory)).not.to.include("nothing");
  });

  it("shows its help", async () => {
    const { code, said } = await demo(["--help"]);
    expect(code).to.equal(0);
    expect(said).to.contain("--buyers FILE");
  });

  it("ends with 1 for an unknown option", async () => {
    const { code, said } = await demo(["--sed", "1"]);
    expect(code).to.equal(1);
    expect(said).to.contain("--sed");
  });

  it("runs to its end and leaves a report", async () => {
    const out = join(directory, "whole");
    const { code, said } = await demo(["--buyers", await tableOf(50), "--out", out, "--seed", "3"]);
    expect(said).to.contain("report:");
    expect(code).to.equal(0);
    expect(await readdir(out)).to.deep.equal(["report.html"]);
  });

  it("lets a stranger audit both events, and finds nothing false", async () => {
    const out = join(directory, "audited");
    const { code, said } = await demo(["--buyers", await tableOf(50), "--out", out, "--seed", "3", "--audit"]);
    expect(code, said).to.equal(0);
    expect(said).to.match(/checked {2}\d+ of \d+ statements about event 1 hold/);
    expect(said).to.match(/allowed, and worth a look: The agent of a returned right granted its place again/);
    expect(said).to.match(/checked {2}\d+ of \d+ statements about event 3 hold/);
    expect(await readdir(out)).to.deep.equal(["audit-of-draw.html", "audit.html", "report.html"]);
    const page = await readFile(join(out, "audit-of-draw.html"), "utf8");
    expect(page).to.contain("ballot.claimed").and.to.contain("wave 1").and.to.contain('class="strip"');
    expect(page).not.to.match(/<script|undefined|NaN|\[object/);
  });

  it("stops on Ctrl-C with 130 and leaves nothing behind", async () => {
    const out = join(directory, "stopped");
    let stopped = 0;
    const { code, said } = await demo(["--buyers", await tableOf(200), "--out", out], (heard, stop) => {
      if (stopped === 0 && heard.includes("granting:")) {
        stopped = Date.now();
        stop();
      }
    });
    expect(code).to.equal(130);
    expect(Date.now() - stopped).to.be.lessThan(5_000);
    expect(said).to.contain("Nothing was written");
    expect(await readdir(directory)).not.to.include("stopped");
  });
});
