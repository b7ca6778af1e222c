import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "chai";
import { parseEventDocument } from "doorkey";
import type { AuditResult } from "doorkey/audit";
import { publishEvent } from "doorkey/organizer";
import { documentAt } from "doorkey-test-support/eventDocument";
import { runSale } from "doorkey-test-support/sale/runSale";
import type { Sale } from "doorkey-test-support/sale/Sale";
import { type EmptyNode, type ServedChain, startEmptyNode, startServedChain } from "doorkey-test-support/servedChain";
import { CLI, type Ended, type RunOptions, runCommand } from "./helpers/runCommand.ts";
import { type Served, serve } from "./helpers/serve.ts";

/** A name that would colour a terminal, turn its text around, forge a line, and be a script on a page. */
const HOSTILE = "\u001b[31mEvil\u202eHall\n✓ all holds<script>alert(1)</script>";

describe("an audit by the command", function () {
  this.timeout(120_000);
  let node: ServedChain;
  let empty: EmptyNode;
  let website: Served;
  let pruned: Served;
  let sale: Sale;
  let directory: string;
  /** What the website serves; undefined = nothing. */
  let document: string | undefined;
  before(async () => {
    node = await startServedChain();
    empty = await startEmptyNode({ chainId: 31_338 });
    website = await serve(async () => document);
    pruned = await serve(prunedNode);
    sale = await runSale(node, { documentUri: website.url });
    document = sale.text;
    directory = await mkdtemp(join(tmpdir(), "doorkey-audit-"));
    const { organizer, organizerId } = sale;
    await node.fund((await organizer.signer?.getAddress()) ?? "");
    const events = organizer.contracts.events.connect(organizer.signer ?? null);
    await (await events.setProfile(organizerId, HOSTILE, "https://hall.example")).wait();
    const terms = parseEventDocument(documentAt(await node.clock.now()));
    const classes = terms.classes.map((class_) => ({ ...class_, name: "\u001b[31m\u202e<b>" }));
    await publishEvent(organizer, { organizerId, terms: { ...terms, name: HOSTILE, classes }, documentUri: HOSTILE });
  });
  after(async () => {
    await Promise.all([node, empty, website, pruned].map((one) => one?.close()));
    await rm(directory, { recursive: true, force: true });
  });

  function audit(args: readonly string[], options: Partial<RunOptions> = {}): Promise<Ended> {
    return runCommand(["audit", ...args], { cwd: directory, rpc: node.url, ...options });
  }

  /** A node that keeps the last 128 blocks of the chain; here the last 12, because the chain is short. */
  async function prunedNode(body: unknown): Promise<string> {
    const first = (await node.provider.getBlockNumber()) - 12;
    const questions = (Array.isArray(body) ? body : [body]) as readonly Question[];
    const answers = questions.map(async ({ id, method, params }) => {
      const [asked] = params as readonly [string | { readonly fromBlock?: string } | undefined];
      const isOld = (block: unknown) => Number(block) < first;
      if (method === "eth_getBlockByNumber" && isOld(asked)) return { jsonrpc: "2.0", id, result: null };
      if (method === "eth_getLogs" && typeof asked === "object" && isOld(asked.fromBlock)) {
        return { jsonrpc: "2.0", id, error: { code: 4444, message: "pruned history unavailable" } };
      }
      return { jsonrpc: "2.0", id, result: await node.send(method, ...params) };
    });
    return JSON.stringify(Array.isArray(body) ? await Promise.all(answers) : await answers[0]);
  }

  it("ends with 0 when all holds, and says in five sentences what that means", async () => {
    const { code, stdout, stderr } = await audit(["1"]);
    expect(code, stderr + stdout).to.equal(0);
    expect(stdout).to.match(/✓ {3}suite\.logs {2,}holds {2,}\d+ batches/);
    const sentences = stdout.split("What you can say now\n")[1]?.trimEnd().split("\n") ?? [];
    expect(sentences.map((line) => line.slice(0, 4))).to.deep.equal(["  1.", "  2.", "  3.", "  4.", "  5."]);
    expect(sentences[0]).to.equal("  1. Nothing that was checked is false.");
  });

  it("keeps its output clean of what the organizer wrote", async () => {
    const { stdout, stderr } = await audit(["2", "--html", "clean.html", "--json"]);
    const page = await readFile(join(directory, "clean.html"), "utf8");
    const { name, organizer } = JSON.parse(stdout);
    expect([name, organizer]).to.deep.equal([HOSTILE, HOSTILE]);
    expect(stderr).to.contain("Evil");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
    expect(stderr + page).not.to.match(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(stderr).not.to.match(/^✓ all holds/m);
    expect(page).to.contain("alert(1)");
    expect(page).not.to.match(/<script|https?:\/\/(?!127)[^"]*\.js|src=/);
  });

  it("prints JSON as its schema says", async () => {
    const { stdout } = await audit(["1", "--json"]);
    const schema = JSON.parse(await readFile(join(CLI, "audit.schema.json"), "utf8"));
    const isRight = new Ajv2020({ allowUnionTypes: true }).compile(schema);
    const result = JSON.parse(stdout);
    expect(isRight(result), JSON.stringify(isRight.errors)).to.equal(true);
    expect(isRight({ ...result, statements: [{ ...result.statements[0], verdict: "probably" }] })).to.equal(false);
  });

  it("writes a page with the same five sentences, and with what desks admitted by hand", async () => {
    const { stdout } = await audit(["1", "--html", "audit.html"]);
    const page = await readFile(join(directory, "audit.html"), "utf8");
    const [, list = ""] = /<ol class="say">(.*?)<\/ol>/s.exec(page) ?? [];
    const told = [...list.matchAll(/<li>(.*?)<\/li>/gs)].map(([, sentence]) => sentence?.replaceAll("&quot;", '"'));
    const said = stdout.split("What you can say now\n")[1]?.split("\n").slice(0, 5);
    expect(told.map((sentence, i) => `  ${i + 1}. ${sentence}`)).to.deep.equal(said);
    expect(page).to.match(/by hand at 0x[0-9a-fA-F]{6}/);
  });

  it("ends with 1 when a statement is false, and says it first", async () => {
    document = "{}";
    const { code, stdout } = await audit(["1"]).finally(() => {
      document = sale.text;
    });
    expect(code).to.equal(1);
    expect(stdout).to.contain("✗ suite.document: ");
    expect(stdout).to.match(/ {2}1\. 1 of \d+ statements is false: "The document at the event's address/);
  });

  it("ends with 3 when nothing is false and something could not be checked", async () => {
    document = undefined;
    const { code, stdout } = await audit(["1"]).finally(() => {
      document = sale.text;
    });
    expect(code).to.equal(3);
    expect(stdout).to.match(/ {2}2\. 1 of \d+ statements is not wholly checked: suite\.document/);
    const sampled = await audit(["1", "--sample", "3"]);
    expect(sampled.code).to.equal(3);
    expect(sampled.stdout).to.contain("The sample leaves out");
  });

  it("ends with 3 when the node has dropped old blocks, and audits what is left", async () => {
    const { code, stdout, stderr } = await audit(["1", "--json"], { rpc: pruned.url });
    expect(code, stderr).to.equal(3);
    const { goneBefore, statements }: AuditResult = JSON.parse(stdout);
    expect(statements.find(({ id }) => id === "returns.signed")?.says).to.equal(
      `History before block ${goneBefore} is gone.`,
    );
    expect(statements.filter(({ verdict }) => verdict === "false")).to.deep.equal([]);
    expect(statements.find(({ id }) => id === "suite.places")?.verdict).to.equal("holds");
  });

  it("ends with 3, never with 1, when no node answers", async () => {
    const { code, stderr } = await audit(["1"], { rpc: "http://127.0.0.1:9" });
    expect(code).to.equal(3);
    expect(stderr).to.contain("✗ The chain's node did not answer.");
  });

  it("repeats an audit from what it saved, and with two nodes", async () => {
    const saved = await audit(["1", "--save", "sale.bundle", "--json"]);
    expect(saved.code, saved.stderr).to.equal(0);
    const repeated = await audit(["1", "--from", "sale.bundle", "--json"], { rpc: "http://127.0.0.1:9" });
    expect(repeated.code, repeated.stderr).to.equal(0);
    expect(repeated.stdout).to.equal(saved.stdout);
    const two = await audit(["1", "--rpc", node.url, "--rpc", node.url, "--json"]);
    const verdicts = (text: string) =>
      (JSON.parse(text) as AuditResult).statements.map(({ id, verdict }) => [id, verdict]);
    expect(verdicts(two.stdout)).to.deep.equal(verdicts(saved.stdout));
    expect(JSON.parse(two.stdout).statements.at(-1).figures.nodes).to.equal(2);
  });

  it("takes other thresholds from a file", async () => {
    await writeFile(join(directory, "strict.json"), '{"byHandPercent": 0}');
    const { code, stdout } = await audit(["1", "--thresholds", "strict.json", "--json"]);
    expect(code).to.equal(0);
    const flagged = (JSON.parse(stdout) as AuditResult).statements.filter(({ verdict }) => verdict === "flag");
    expect(flagged.map(({ id }) => id)).to.deep.equal(["doors.byHand"]);
  });

  describe("ends with 2 for", () => {
    before(async () => {
      await audit(["1", "--save", "good.bundle"]);
      const lines = (await readFile(join(directory, "good.bundle"), "utf8")).trimEnd().split("\n");
      const at = lines.findIndex((line) => line.includes('"kind":"logs"'));
      const edited = lines.with(at, (lines[at] ?? "").replace('"index":', '"index":1'));
      const write = (name: string, text: string) => writeFile(join(directory, name), text);
      await write("edited.bundle", edited.join("\n"));
      await write("short.bundle", lines.slice(0, 20).join("\n"));
      await write("loose.json", '{"byHandPercent": "5", "mood": 3}');
      await write("list.json", "[]");
    });

    const cases: readonly (readonly [what: string, args: readonly string[], says: string])[] = [
      ["an unknown event", ["99"], "Event 99; there are 2."],
      ["a word for an event", ["seven"], "It must be a whole number from 1 to 4294967295."],
      ["a block in the future", ["1", "--to", "999999"], "to is block 999999, and the newest block is "],
      ["three nodes", ["1", "--rpc", "http://a", "--rpc", "http://b", "--rpc", "http://c"], "twice at most"],
      ["a node without http", ["1", "--rpc", "ws://127.0.0.1:1"], "web address"],
      ["an empty sample", ["1", "--sample", "0"], "It must be a whole number from 1"],
      ["a bundle of another event", ["2", "--from", "good.bundle"], "It is about event 1 on chain 31337"],
      ["a bundle that is cut off", ["1", "--from", "short.bundle"], "The bundle ends too early."],
      ["a bundle that was edited", ["1", "--from", "edited.bundle"], "the first that differs"],
      ["a bundle that is not there", ["1", "--from", "no.bundle"], "no.bundle: the file does not exist"],
      ["--save beside --from", ["1", "--from", "good.bundle", "--save", "x"], "nothing to --save"],
      ["--to beside --from", ["1", "--from", "good.bundle", "--to", "1"], "--to does not go with --from"],
      [
        "thresholds of words",
        ["1", "--thresholds", "loose.json"],
        "loose.json, byHandPercent: must be a number from 0.",
      ],
      ["an unknown threshold", ["1", "--thresholds", "loose.json"], "loose.json, mood: is not a threshold"],
      ["thresholds in a list", ["1", "--thresholds", "list.json"], "list.json: must have a JSON object."],
    ];
    for (const [what, args, says] of cases) {
      it(what, async () => {
        const { code, stderr } = await audit(args);
        expect(code, stderr).to.equal(2);
        expect(stderr).to.contain(says);
      });
    }

    it("a chain without a known suite", async () => {
      const { code, stderr } = await audit(["1"], { rpc: empty.url });
      expect([code, stderr.includes("Doorkey is not known on this chain.")]).to.deep.equal([2, true]);
    });
  });
});

type Question = { readonly id: number; readonly method: string; readonly params: readonly unknown[] };
