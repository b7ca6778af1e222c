import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { agentsCommand } from "../src/commands/agents.ts";
import { attestersCommand } from "../src/commands/attesters.ts";
import { drawCommand } from "../src/commands/draw.ts";
import { gatesCommand } from "../src/commands/gates.ts";
import { organizerCommand } from "../src/commands/organizer.ts";
import { presaleCommand } from "../src/commands/presale.ts";
import { headings, summaries } from "../src/summaries.ts";
import { CLI, runCommand } from "./helpers/runCommand.ts";

/** Fails when the program loads the SDK or ethers, which every command needs but the list of commands does not. */
const REFUSE_PACKAGES = `
import { register } from "node:module";
const hooks = \`export function resolve(name, context, next) {
  if (/^(doorkey|ethers)\\\\b/.test(name)) throw new Error("loads " + name);
  return next(name, context);
}\`;
register("data:text/javascript," + encodeURIComponent(hooks));
`;
const withoutPackages = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(REFUSE_PACKAGES)}` };

describe("doorkey", () => {
  const run = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    runCommand(words, { cwd: CLI, env });

  it("lists every command with its summary, and loads none of them", async () => {
    const { code, stdout, stderr } = await run(["--help"], withoutPackages);
    expect(code, stderr).to.equal(0);
    expect(stdout).to.contain("Usage: npx doorkey <command> [options]");
    const text = stdout.replace(/\s+/g, " ");
    for (const [name, summary] of Object.entries(summaries)) expect(text).to.contain(` ${name} ${summary}`);
  });

  it("loads the command that runs", async () => {
    const { code, stderr } = await run(["grant", "--help"], withoutPackages);
    expect(code).not.to.equal(0);
    expect(stderr).to.contain("loads doorkey");
  });

  for (const words of [
    ["grant", "--help"],
    ["help", "grant"],
  ]) {
    it(`shows the help of one command: ${words.join(" ")}`, async () => {
      const { code, stdout } = await run(words);
      expect(code).to.equal(0);
      expect(stdout).to.match(
        /^Usage: npx doorkey grant \[options\] <file>\n\nGrants the rights of a table, each row once\. /,
      );
      expect(stdout).to.contain("\nExamples:\n  npx doorkey grant grants.csv --event 1");
    });
  }

  it("shows only its own examples in the help of a subcommand", async () => {
    const { stdout } = await run(["agents", "list", "--help"]);
    expect(stdout).to.match(/\nExamples:\n {2}npx doorkey agents list --event 1\n$/);
  });

  it("ends with 2 for an unknown command, in a sentence that names the nearest one", async () => {
    const { code, stdout, stderr } = await run(["grnt", "grants.csv", "--json"]);
    expect(code).to.equal(2);
    const message = 'Unknown command "grnt" (did you mean "grant"?).';
    expect(stderr).to.equal(`✗ ${message}\n  See npx doorkey --help.\n`);
    expect(JSON.parse(stdout).error).to.include({ code: "USAGE", message });
  });

  it("ends with 2 and the list of commands when none is given", async () => {
    const { code, stdout, stderr } = await run([]);
    expect(code).to.equal(2);
    expect(stdout).to.equal("");
    expect(stderr).to.contain("Usage: npx doorkey <command> [options]");
  });

  it("describes each command as its README does", async () => {
    const readme = await readFile(join(CLI, "README.md"), "utf8");
    for (const [name, summary] of Object.entries(summaries)) {
      const what = `${summary.charAt(0).toLowerCase()}${summary.slice(1, -1)}`;
      expect(readme).to.contain(`| \`${name}\` | ${what} |`);
    }
  });

  it("describes each command of a group as its README does", async () => {
    const readme = await readFile(join(CLI, "README.md"), "utf8");
    const described = [
      organizerCommand,
      agentsCommand,
      presaleCommand,
      drawCommand,
      gatesCommand,
      attestersCommand,
    ].flatMap((group) =>
      group.commands.map((command) => {
        const what = command.summary() === "" ? command.description() : command.summary();
        return `| \`${group.name()} ${command.name()}\` | ${what} |`;
      }),
    );
    expect(readme.match(/^\| `[a-z]+ .*$/gm)).to.deep.equal(described);
  });

  it("lists the commands in the order of an event's life, under headings", async () => {
    const { stdout } = await run(["--help"]);
    const lines = stdout
      .split("\n")
      .flatMap((line) => /^(?: {2}([a-z-]+) {2,}|([A-Z].*):$)/.exec(line)?.slice(1) ?? []);
    const listed = lines.filter((word) => word !== undefined && word !== "Options");
    const wanted = Object.keys(summaries).flatMap((name) => {
      const heading = Object.entries(headings)
        .find(([first]) => first === name)?.[1]
        .replace(":", "");
      return heading === undefined ? [name] : [heading, name];
    });
    expect(listed.slice(0, wanted.length)).to.deep.equal(wanted);
  });

  it("has the version of its package", async () => {
    const { version } = JSON.parse(await readFile(join(CLI, "package.json"), "utf8"));
    expect((await run(["--version"])).stdout).to.equal(`${version}\n`);
  });
});
