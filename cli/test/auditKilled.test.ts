import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { runSale } from "doorkey-test-support/sale/runSale";
import { type ServedChain, startServedChain } from "doorkey-test-support/servedChain";
import { type Ended, runCommand } from "./helpers/runCommand.ts";
import { type Served, serve } from "./helpers/serve.ts";

type Question = { readonly id: number; readonly method: string; readonly params: readonly unknown[] };

/** Which question of a method the node never answers, because the command is killed then. */
type Moment = { readonly method: string; readonly nth: number };

describe("an audit that is killed while it saves", function () {
  this.timeout(240_000);
  let chain: ServedChain;
  let node: Served;
  let website: Served;
  let directory: string;
  let document: string | undefined;
  /** How often the node was asked, by method, since the command began. */
  let asked = new Map<string, number>();
  let onQuestion: (question: Question) => void = () => {};
  before(async () => {
    chain = await startServedChain();
    node = await serve(countingNode);
    website = await serve(async () => document);
    document = (await runSale(chain, { documentUri: website.url, buyers: 12 })).text;
    directory = await mkdtemp(join(tmpdir(), "doorkey-audit-killed-"));
  });
  after(async () => {
    await Promise.all([chain, node, website].map((one) => one?.close()));
    await rm(directory, { recursive: true, force: true });
  });

  async function countingNode(body: unknown): Promise<string> {
    const questions = (Array.isArray(body) ? body : [body]) as readonly Question[];
    const answers = questions.map(async (question) => {
      const { id, method, params } = question;
      asked.set(method, (asked.get(method) ?? 0) + 1);
      onQuestion(question);
      return { jsonrpc: "2.0", id, result: await chain.send(method, ...params) };
    });
    return JSON.stringify(Array.isArray(body) ? await Promise.all(answers) : await answers[0]);
  }

  /** Runs the audit to its end, or until the moment at which it is killed. */
  async function audit(bundle: string, moment?: Moment): Promise<Ended & { readonly asked: number }> {
    asked = new Map();
    const killer = new AbortController();
    onQuestion = ({ method }) => {
      if (method === moment?.method && asked.get(method) === moment.nth) killer.abort();
    };
    const options = { cwd: directory, rpc: node.url, killed: killer.signal };
    const ended = await runCommand(["audit", "1", "--save", bundle, "--json"], options);
    expect(killer.signal.aborted).to.equal(moment !== undefined);
    return { ...ended, asked: [...asked.values()].reduce((sum, times) => sum + times, 0) };
  }

  async function linesOf(bundle: string): Promise<string[]> {
    return (await readFile(join(directory, bundle), "utf8")).split("\n").slice(0, -1);
  }

  it("continues with what it kept, however often it is killed, and says the same", async () => {
    const whole = await audit("whole.bundle");
    expect(whole.code, whole.stderr).to.equal(0);
    const times = (method: string) => asked.get(method) ?? 0;
    const moments: readonly Moment[] = [
      { method: "eth_getLogs", nth: 1 },
      { method: "eth_getBlockByNumber", nth: Math.ceil(0.9 * times("eth_getBlockByNumber")) },
      { method: "eth_call", nth: Math.ceil(times("eth_call") / 2) },
      { method: "eth_getTransactionByHash", nth: Math.ceil(times("eth_getTransactionByHash") / 2) },
    ];
    let before: readonly string[] = [];
    const kept: number[] = [];
    for (const moment of moments) {
      const killed = await audit("killed.bundle", moment);
      expect([killed.code, killed.stdout], moment.method).to.deep.equal([null, ""]);
      const lines = await linesOf("killed.bundle");
      expect(lines.slice(0, before.length), moment.method).to.deep.equal(before);
      before = lines;
      kept.push(lines.length);
      // The killed one was in the middle of a line.
      await appendFile(join(directory, "killed.bundle"), '["0x12",{"kind":"ans');
    }
    expect(kept).to.deep.equal(kept.toSorted((a, b) => a - b));
    expect(kept.at(-1)).to.be.greaterThan(kept[0] ?? 0);

    const resumed = await audit("killed.bundle");
    expect([resumed.code, resumed.stdout], resumed.stderr).to.deep.equal([whole.code, whole.stdout]);
    expect(resumed.asked).to.be.lessThan(whole.asked / 2);
    expect((await linesOf("killed.bundle")).slice(0, before.length)).to.deep.equal(before);
    const repeated = await runCommand(["audit", "1", "--from", "killed.bundle", "--json"], { cwd: directory });
    expect([repeated.code, repeated.stdout], repeated.stderr).to.deep.equal([whole.code, whole.stdout]);
  });
});
