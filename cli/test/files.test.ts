import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { deploymentOn } from "doorkey/addresses";
import { createDeviceKey } from "doorkey/buyer";
import type { Manifest } from "doorkey/code";
import { fileKeys } from "../src/codes/fileKeys.ts";
import { keepManifest, keptManifest } from "../src/gate/manifestFile.ts";
import { findDeployment } from "../src/terminal/deploymentFiles.ts";
import { InputMistakes, UsageError } from "../src/terminal/failures.ts";
import { readBytes } from "../src/terminal/files.ts";

const ADDRESS = `0x${"0a".repeat(20)}` as const;
const MANIFEST: Manifest = {
  chainId: 31337,
  rightsRegistry: ADDRESS,
  eventId: 7,
  block: { number: 9, hash: `0x${"1b".repeat(32)}` },
  takenAt: 1_900_000_000,
  doorsOpenAt: 1_900_000_000,
  doorsCloseAt: 1_900_003_600,
  cancelled: false,
  classes: { 1: { name: "standing" } },
  batches: [],
};

describe("files that the commands keep", () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "doorkey-files-"));
    file = join(folder, "kept.json");
  });
  afterEach(() => rm(folder, { recursive: true }));

  const thrown = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);

  it("are named with the reason if they cannot be read", async () => {
    for (const [path, sentence] of [
      [join(folder, "gone.csv"), "the file does not exist."],
      [folder, "this is a folder, not a file."],
      [join(file, "table.csv"), "a part of its path is not a folder."],
      [join(folder, "x".repeat(300)), "its name is too long."],
      ["/dev/zero", "the file has more than 256000000 bytes; split it."],
    ] as const) {
      await writeFile(file, "");
      const error = await thrown(readBytes(path));
      expect(error, path).to.be.instanceOf(InputMistakes);
      expect(String(error)).to.contain(sentence);
    }
    await writeFile(file, "H-1");
    expect(Buffer.from(await readBytes(file)).toString()).to.equal("H-1");
  });

  it("return a manifest, and name a file that holds none", async () => {
    await keepManifest(file, MANIFEST);
    expect(await keptManifest(file, 7)).to.deep.equal(MANIFEST);
    expect(String(await thrown(keptManifest(file, 8)))).to.contain(`${file} belongs to event 7, not to event 8.`);
    for (const text of ["", "{", "null", '{"eventId":7}', JSON.stringify({ ...MANIFEST, batches: [{}] })]) {
      await writeFile(file, text);
      const error = await thrown(keptManifest(file, 7));
      expect(error, text).to.be.instanceOf(UsageError);
      expect(String(error)).to.contain(`${file} does not hold a manifest`);
    }
  });

  it("return test keys, and name a file that holds none", async () => {
    const event = { chainId: 31337, rightsRegistry: ADDRESS, eventId: 7 };
    const { address } = await createDeviceKey({ kind: "secp256k1", event, store: await fileKeys(file) });
    const kept = await fileKeys(file);
    expect((await kept.list()).records.map((record) => record.address)).to.deep.equal([address]);
    const [plain] = JSON.parse(await readFile(file, "utf8"));
    for (const field of ["address", "kind", "event", "createdAt", "secret"]) {
      for (const value of [undefined, null, {}]) {
        await writeFile(file, JSON.stringify([plain, { ...plain, [field]: value }]));
        const error = await thrown(fileKeys(file));
        expect(error, field).to.be.instanceOf(UsageError);
        expect(String(error)).to.contain(`${file} does not hold test keys.`);
      }
    }
    await writeFile(file, "{}");
    expect(await thrown(fileKeys(file))).to.be.instanceOf(UsageError);
  });

  it("return a deployment, and name each wrong field", async () => {
    const known = deploymentOn(31337);
    await writeFile(file, JSON.stringify(known));
    expect(await findDeployment(31337, file)).to.deep.equal(known);
    const { EventRegistry } = known?.contracts ?? {};

    const broken = { ...EventRegistry, salt: "0x1", initCodeHash: 7, block: -1 };
    await writeFile(
      file,
      JSON.stringify({ ...known, version: 1, contracts: { ...known?.contracts, EventRegistry: broken } }),
    );
    const error = await thrown(findDeployment(31337, file));
    expect(error).to.be.instanceOf(InputMistakes);
    expect(String(error)).to.contain(`${file}, version: must be a string.`);
    expect(String(error)).to.contain(`${file}, contracts.EventRegistry.block: must be the number of a block.`);
    expect(String(error)).to.contain(`${file}, contracts.EventRegistry.salt: must be the salt of CREATE2`);
    expect(String(error)).to.contain(`${file}, contracts.EventRegistry.initCodeHash: must be the keccak256 hash`);
  });
});
