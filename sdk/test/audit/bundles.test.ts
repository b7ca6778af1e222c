import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { openShow } from "doorkey-test-support/show";
import { auditBundle } from "../../src/audit/auditBundle.ts";
import { openAuditBundle } from "../../src/audit/bundle/AuditBundle.ts";
import { startTestChain } from "../../src/testing/index.ts";
import { grant, strangerAt } from "../helpers/acts.ts";
import { audited, resultOf } from "./audited.ts";

/** Places in the bundle that are cut or changed. */
const PLACES = 60;

describe("a bundle that is not as it was saved", function () {
  this.timeout(120_000);
  let text: string;
  let eventId: number;
  before(async () => {
    const chain = await startTestChain();
    const folder = await mkdtemp(join(tmpdir(), "doorkey-bundle-"));
    try {
      const show = await openShow(chain);
      ({ eventId } = show);
      await grant(show, [strangerAt(1), strangerAt(2)]);
      const bundle = await openAuditBundle(join(folder, "whole"));
      await audited(show.agent, { eventId, bundle });
      await bundle.close();
      text = (await readFile(join(folder, "whole"), "utf8")).trimEnd();
    } finally {
      await rm(folder, { recursive: true });
      await chain.close();
    }
  });

  async function codeOf(changed: string): Promise<unknown> {
    const work = resultOf(auditBundle(changed.split("\n"), { eventId }));
    return work.then(
      () => "audited",
      (error) => error.code,
    );
  }

  const places = () => Array.from({ length: PLACES }, (_, n) => Math.floor((n * text.length) / PLACES));

  it("is audited if it is whole", async () => {
    expect(await codeOf(text)).to.equal("audited");
  });

  it("is refused if it is cut anywhere", async () => {
    for (const at of [...places(), text.length - 1]) {
      expect(await codeOf(text.slice(0, at)), `cut at ${at}`).to.be.oneOf([
        "AUDIT_BUNDLE_CUT_OFF",
        "AUDIT_BUNDLE_EDITED",
      ]);
    }
  });

  it("is refused if a character is another one anywhere", async () => {
    for (const at of places()) {
      const changed = `${text.slice(0, at)}${text[at] === "7" ? "8" : "7"}${text.slice(at + 1)}`;
      expect(await codeOf(changed), `changed at ${at}`).to.equal("AUDIT_BUNDLE_EDITED");
    }
  });

  it("is refused if a line is missing anywhere, or comes twice", async () => {
    const lines = text.split("\n");
    for (const i of lines.keys()) {
      const wanted = i === lines.length - 1 ? "AUDIT_BUNDLE_CUT_OFF" : "AUDIT_BUNDLE_EDITED";
      expect(await codeOf(lines.toSpliced(i, 1).join("\n")), `without line ${i + 1}`).to.equal(wanted);
      const twice = lines.toSpliced(i, 0, lines[i] as string).join("\n");
      expect(await codeOf(twice), `line ${i + 1} twice`).to.equal("AUDIT_BUNDLE_EDITED");
    }
  });
});
