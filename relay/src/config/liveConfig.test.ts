import { watch } from "node:fs";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { changedPreset, preset } from "../../test/helpers/presetConfig.ts";
import type { Config } from "./Config.ts";
import { type LiveConfig, liveConfig } from "./liveConfig.ts";
import { ConfigError } from "./mistakes.ts";

const poorer = changedPreset(["perDay: 2 ether", "perDay: 1 ether"]);
const ONE_ETHER = 10n ** 18n;

describe("liveConfig", () => {
  let folder: string;
  let file: string;
  let live: LiveConfig | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "doorkey-config-"));
    file = join(folder, "relay.yaml");
    await writeFile(file, preset);
  });
  afterEach(async () => {
    live?.close();
    live = undefined;
    await rm(folder, { recursive: true });
  });

  /** Opens the file. `told` is what happened, `asked` what the chain was asked about. */
  async function open(accept: (config: Config) => Promise<void> = async () => {}) {
    const told: liveConfig.Event[] = [];
    const asked: Config[] = [];
    let onTold = (): void => {};
    const opened = await liveConfig(file, {
      env: {},
      accept: (config) => {
        asked.push(config);
        return accept(config);
      },
      onEvent: (event) => {
        told.push(event);
        onTold();
      },
    });
    live = opened;
    const next = () => new Promise<void>((done) => (onTold = done));
    return { live: opened, told, asked, next };
  }
  const perDay = ({ current }: LiveConfig) => current().sponsors[0]?.budget.perDay;

  it("rejects a file that is wrong at the start", async () => {
    await writeFile(file, "version: 2");
    const error: unknown = await open().then(
      () => undefined,
      (reason) => reason,
    );
    expect(error).to.be.instanceOf(ConfigError);
  });

  it("has sponsors of the new text after a reload, once the chain accepts them", async () => {
    const { live, told, asked } = await open(async () => {
      expect(perDay(live)).to.equal(2n * ONE_ETHER);
    });
    expect(perDay(live)).to.equal(2n * ONE_ETHER);
    await writeFile(file, poorer);
    await live.reload();
    expect(perDay(live)).to.equal(ONE_ETHER);
    expect(asked).to.deep.equal([live.current()]);
    expect(told).to.deep.equal([{ result: "reloaded" }]);
  });

  it("says nothing of a text that means the same", async () => {
    const { live, told, asked } = await open();
    const before = live.current();
    await writeFile(file, `# A comment.\n${preset}`);
    await live.reload();
    expect(live.current()).to.equal(before);
    expect([told, asked]).to.deep.equal([[], []]);
  });

  it("keeps what needs a restart, says so, and changes the rest", async () => {
    const { live, told } = await open();
    const before = live.current();
    const moved = (text: string) =>
      text.replace("admin:", "server: { port: 9000 }\nadmin:").replace("50 gwei", "40 gwei");
    await writeFile(file, moved(preset));
    await live.reload();
    expect(live.current()).to.deep.equal(before);
    await writeFile(file, moved(poorer));
    await live.reload();
    expect(perDay(live)).to.equal(ONE_ETHER);
    expect(live.current()).to.deep.equal({ ...before, sponsors: live.current().sponsors });
    const needRestart = ["server", "fees"];
    expect(told).to.deep.equal([
      { result: "reloaded", needRestart },
      { result: "reloaded", needRestart },
    ]);
  });

  it("changes nothing by a wrong file, or by one that does not fit the chain", async () => {
    const misfit = new Error("the target does not trust the forwarder");
    const { live, told } = await open(async () => {
      throw misfit;
    });
    await writeFile(file, poorer);
    await live.reload();
    await writeFile(file, poorer.replace("version: 1", "version: 2"));
    await live.reload();
    await rm(file);
    await live.reload();
    expect(perDay(live)).to.equal(2n * ONE_ETHER);
    expect(told.map(({ result }) => result)).to.deep.equal(["refused", "refused", "refused"]);
    const errors = told.map((event) => ("error" in event ? event.error : undefined));
    expect(errors[0]).to.equal(misfit);
    expect(errors[1]).to.be.instanceOf(ConfigError);
    expect(errors[2]).to.have.property("code", "ENOENT");
    await writeFile(file, preset);
  });

  it("reads again only after the reading before, and ends with the last text", async () => {
    let isAccepting = (): void => {};
    let accept = (): void => {};
    const accepting = new Promise<void>((done) => (isAccepting = done));
    const { live, told } = await open(() => {
      isAccepting();
      return new Promise<void>((done) => (accept = done));
    });
    await writeFile(file, poorer);
    const readings = [live.reload()];
    await accepting;
    await writeFile(file, preset);
    readings.push(live.reload());
    accept();
    await readings[0];
    expect(perDay(live)).to.equal(ONE_ETHER);
    while (told.length < 2) {
      accept();
      await new Promise(setImmediate);
    }
    await Promise.all(readings);
    expect(perDay(live)).to.equal(2n * ONE_ETHER);
  });

  it("follows the file when another one is put in its place", async () => {
    const { live, told, next } = await open();
    // It does not keep a process alive that has nothing else to do.
    expect(process.getActiveResourcesInfo()).not.to.include("FSEventWrap");
    const changed = next();
    await writeFile(join(folder, "relay.yaml.new"), poorer);
    await rename(join(folder, "relay.yaml.new"), file);
    await changed;
    expect(perDay(live)).to.equal(ONE_ETHER);
    expect(told).to.deep.equal([{ result: "reloaded" }]);
  });

  it("follows it no more once it is closed", async () => {
    const closed = await open();
    closed.live.close();
    const { told, next } = await open();
    const changed = next();
    await writeFile(file, poorer);
    await changed;
    expect(told).to.deep.equal([{ result: "reloaded" }]);
    expect(closed.told).to.deep.equal([]);
  });

  it("does not read what changed at the moment when it is closed", async () => {
    const closing = await open();
    // Called for the same change, directly after the watcher of the relay.
    const watcher = watch(folder, () => closing.live.close());
    const { next } = await open();
    const changed = next();
    await writeFile(file, poorer);
    await changed;
    watcher.close();
    expect(closing.told).to.deep.equal([]);
  });
});
