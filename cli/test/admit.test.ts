import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { errorTable } from "doorkey";
import { openSale, type Sale } from "./helpers/openSale.ts";

const GATE = ["--event", "1", "--as", "gate"];
const AWAY = "http://127.0.0.1:9";
/** Keys of a US keyboard, and what a German host shows for them. */
const KEYS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:]";
const SHOWN = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXZY $%(`ß.-Ö+";

type Code = { readonly text: string; readonly file: string; readonly rightId: string };

describe("doorkey admit", function () {
  this.timeout(60_000);
  let sale: Sale;
  before(async () => {
    sale = await openSale({ doorsOpen: true });
  });
  after(() => sale?.close());

  /** Makes fresh codes of unused rights. */
  async function codes(out: string, count: number, quantity = 1): Promise<readonly Code[]> {
    const sizes = ["--count", String(count), "--quantity", String(quantity)];
    const args = [
      "--event",
      "1",
      "--class",
      "standing",
      ...sizes,
      "--agent",
      "1",
      "--as",
      "agent",
      "--out",
      out,
      "--json",
    ];
    const { code, stdout, stderr } = await sale.run("codes", args);
    expect(code, stderr).to.equal(0);
    return JSON.parse(stdout).codes;
  }

  const statusOf = async (rightId: string): Promise<bigint> =>
    (await sale.connection.contracts.rights.rightOf(BigInt(rightId))).status;
  const ADMITTED = 2n;

  const verdictsIn = (stdout: string) =>
    stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));

  it("admits a good code once, and settles it on chain", async () => {
    const [one, two] = await codes("a", 2);
    const stdin = `${one?.text}\r\n\r\nnot a code\r\n${two?.text}\r\n${one?.text}\r\n`;
    const { code, stdout, stderr } = await sale.run("admit", [...GATE, "--json"], { stdin });
    expect(code, stderr).to.equal(0);
    const [first, noCode, second, again, last] = verdictsIn(stdout);
    expect(first).to.include({ status: "admit", class: "standing", sentence: "Welcome: let in." });
    expect(first.rights).to.deep.equal([one?.rightId]);
    expect(noCode).to.include({ status: "refuse", reason: "not-a-code" });
    expect(second.status).to.equal("admit");
    expect(again.status).to.equal("again");
    expect(last.done).to.include({ scans: 4, letIn: 2, stopped: 1, admitted: 2, waiting: 0 });
    expect(await statusOf(one?.rightId ?? "")).to.equal(ADMITTED);
  });

  it("prints the verdict in words without colours when stdout is not a terminal", async () => {
    const [one] = await codes("words", 1);
    const { stdout } = await sale.run("admit", [...GATE, "--language", "ja"], { stdin: `${one?.text}\n` });
    expect(stdout).to.contain("  LET IN    standing · ご入場ください。").and.not.to.contain("\u001b");
  });

  it("remembers its admissions after a crash without a network, and delivers them later", async () => {
    const [one, two] = await codes("b", 2, 2);
    const lane = [...GATE, "--lane", "7"];
    // Opens once with the chain, so that the gate has a manifest to work with later.
    await sale.run("admit", [...lane, "--settle"]);
    const killed = await sale.run("admit", lane, {
      rpc: AWAY,
      stdin: `${one?.text}\n`,
      kill: { when: "LET IN", signal: "SIGKILL" },
    });
    expect(killed.stdout).to.contain("The chain does not answer. Working with what this gate knew at");
    expect(killed.code, killed.stderr).to.equal(null);
    expect(await statusOf(one?.rightId ?? "")).to.equal(0n);

    const offline = await sale.run("admit", [...lane, "--json"], { rpc: AWAY, stdin: `${one?.text}\n${two?.text}\n` });
    expect(offline.code).to.equal(1);
    const [again, other, failed] = verdictsIn(offline.stdout);
    expect(again.status).to.be.oneOf(["again", "refuse"]);
    expect(again.reason).to.be.oneOf(["just-scanned", "already-in"]);
    expect(other).to.include({ status: "admit", sentence: "Welcome: let 2 in." });
    expect(failed.error.message).to.equal("2 admissions could not be delivered.");
    expect(failed.error.goOn).to.contain("npx doorkey admit --event 1 --lane 7");

    const later = await sale.run("admit", [...lane, "--settle"]);
    expect(later.code, later.stderr).to.equal(0);
    expect(later.stdout).to.contain("Admitted on chain: 4 rights. Still waiting: 0 admissions.");
    for (const right of [one, two]) expect(await statusOf(right?.rightId ?? "")).to.equal(ADMITTED);
  });

  it("opens with what it knew when the chain's node is busy, and delivers later", async () => {
    const [one] = await codes("busy", 1);
    const lane = [...GATE, "--lane", "13"];
    const busy = createServer(async (request, response) => {
      const body = await text(request);
      // The node says which chain it has, and then that it has answered enough.
      const answerTo = ({ id, method }: { id: number; method: string }) =>
        method === "eth_chainId"
          ? { jsonrpc: "2.0", id, result: "0x7a69" }
          : { jsonrpc: "2.0", id, error: { code: -32005, message: "request rate limited" } };
      const asked = JSON.parse(body);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(Array.isArray(asked) ? asked.map(answerTo) : answerTo(asked)));
    });
    await new Promise<void>((done) => busy.listen(0, "127.0.0.1", done));
    const rpc = `http://127.0.0.1:${(busy.address() as AddressInfo).port}`;
    try {
      const unknown = await sale.run("admit", lane, { rpc, stdin: "" });
      expect(unknown.code).to.equal(1);
      expect(unknown.stderr).to.contain(errorTable.CHAIN_BUSY.shortMessage);
      const opened = await sale.run("admit", [...lane, "--settle"]);
      expect(opened.code, opened.stderr).to.equal(0);
      const { stdout, stderr } = await sale.run("admit", lane, { rpc, stdin: `${one?.text}\n` });
      expect(stdout + stderr).to.contain("The chain's node is busy. Working with what this gate knew at");
      expect(stdout).to.contain("LET IN");
    } finally {
      await new Promise((done) => busy.close(done));
    }
    expect((await sale.run("admit", [...lane, "--settle"])).code).to.equal(0);
    expect(await statusOf(one?.rightId ?? "")).to.equal(ADMITTED);
  });

  it("delivers everything before it stops on Ctrl-C", async () => {
    const [one] = await codes("c", 1);
    const pictures = join(sale.directory, "pictures");
    await mkdir(pictures);
    const running = sale.run("admit", [...GATE, "--lane", "3", "--watch", "pictures"], {
      stdin: "open",
      kill: { when: "LET IN", signal: "SIGINT" },
      said: {
        when: "Journal:",
        act: () => copyFile(join(sale.directory, one?.file ?? ""), join(pictures, "new.png")),
      },
    });
    const { code, stdout, stderr } = await running;
    expect(code, stderr).to.equal(130);
    expect(stdout).to.contain("LET IN    new.png · standing").and.to.contain("Still waiting: 0 admissions");
    expect(await statusOf(one?.rightId ?? "")).to.equal(ADMITTED);
  });

  it("keeps the pages and the domain of passkeys in the command that continues", async () => {
    const pages = ["--passkeys", "https://www.hall.example", "https://tickets.hall.example"];
    const domain = ["--passkey-domain", "hall.example"];
    const [one] = await codes("p", 1);
    const lane = [...GATE, "--lane", "12", ...pages, ...domain];
    expect((await sale.run("admit", [...lane, "--settle"])).code).to.equal(0);
    const offline = await sale.run("admit", [...lane, "--json"], { rpc: AWAY, stdin: `${one?.text}\n` });
    const failed = verdictsIn(offline.stdout).at(-1);
    expect(failed.error.goOn).to.contain([...pages, ...domain].join(" "));
    const wrong = await sale.run("admit", [...GATE, ...pages, "--passkey-domain", "other.example"], { stdin: "" });
    expect(wrong.code).to.equal(2);
    expect(wrong.stderr).to.contain("cannot belong to other.example");
  });

  it("asks staff to check the persons of a class, and admits those that staff confirm", async () => {
    const [one, two] = await codes("d", 2);
    const stdin = `${one?.text}\nok\n${two?.text}\n`;
    const args = [...GATE, "--lane", "4", "--identify", "standing", "--json"];
    const { stdout } = await sale.run("admit", args, { stdin });
    expect(verdictsIn(stdout).map(({ status }) => status)).to.deep.equal(["identify", "admit", "identify", undefined]);
    expect(await statusOf(one?.rightId ?? "")).to.equal(ADMITTED);
    expect(await statusOf(two?.rightId ?? "")).to.equal(0n);
  });

  it("ends with 1 when a picture is refused", async () => {
    const [one] = await codes("e", 1);
    const picture = ["--image", one?.file ?? "", "--lane", "5"];
    expect((await sale.run("admit", [...GATE, ...picture])).code).to.equal(0);
    const other = await sale.run("admit", [...GATE, "--image", one?.file ?? "", "--lane", "6"]);
    expect(other.code).to.equal(1);
    expect(other.stdout)
      .to.contain("STOP")
      .and.to.match(/Already in: lane 5, \d\d:\d\d\./);
    const none = await sale.run("admit", [...GATE, "--image", "nothing.png"]);
    expect(none.code).to.equal(2);
    expect(none.stderr).to.contain("nothing.png: the file does not exist.");
  });

  it("warns at the start that its own clock is slow, as its manifest shows", async () => {
    const lane = [...GATE, "--lane", "9"];
    await sale.run("admit", [...lane, "--settle"]);
    const file = join(sale.directory, "gate-1-lane-9.manifest.json");
    const manifest = JSON.parse(await readFile(file, "utf8"));
    const ofFuture = { ...manifest, takenAt: Math.floor(Date.now() / 1000) + 3_600 };
    await writeFile(file, JSON.stringify(ofFuture));
    const { stdout } = await sale.run("admit", lane, { rpc: AWAY, stdin: "" });
    expect(stdout).to.contain("! This gate's clock is 60 min slow. Set the gate's clock to automatic.");
    await writeFile(file, JSON.stringify(manifest));
    const right = await sale.run("admit", lane, { rpc: AWAY, stdin: "" });
    expect(right.stdout).to.contain("Working with what this gate knew").and.not.to.contain("clock");
  });

  it("reads what a scanner types into a host with another keyboard layout", async () => {
    const [one, two] = await codes("layout", 2);
    const german = (text = "") => Array.from(text, (key) => SHOWN.charAt(KEYS.indexOf(key))).join("");
    const stdin = `${german(`]Q1${one?.text}`)}\r\n\u0002${two?.text}\u0003\r\n${german(two?.text).replaceAll("Ö", "¶")}\n`;
    const { stdout } = await sale.run("admit", [...GATE, "--lane", "10", "--json"], { stdin });
    const [first, second, third] = verdictsIn(stdout);
    expect([first.status, second.status]).to.deep.equal(["admit", "admit"]);
    expect(third).to.include({ status: "refuse", reason: "scanner-layout" });
    expect(third.sentence).to.contain("The scanner types another keyboard layout");
    expect(await statusOf(one?.rightId ?? "")).to.equal(ADMITTED);
  });

  it("rehearses without a key, and keeps and sends nothing", async () => {
    const [one] = await codes("f", 1);
    const args = ["--event", "1", "--dry-run", "--journal", "rehearsal.jsonl"];
    const { code, stdout } = await sale.run("admit", args, { stdin: `${one?.text}\n` });
    expect(code).to.equal(0);
    expect(stdout).to.contain("LET IN");
    expect(await statusOf(one?.rightId ?? "")).to.equal(0n);
    expect(await readFile(join(sale.directory, "rehearsal.jsonl"), "utf8").catch(() => "none")).to.equal("none");
  });

  it("says before doors that a key is not a gate, and what the organizer must run", async () => {
    const { code, stderr } = await sale.run("admit", ["--event", "1", "--as", "agent"]);
    expect(code).to.equal(1);
    expect(stderr).to.match(/is not a gate of event 1\.\n.*npx doorkey gates set 0x3C44\S+ --event 1 --as organizer/);
  });
});
