import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { buildGate, fileOf } from "./buildPage.ts";
import type { HeaderTable } from "./securityHeaders.ts";
import { sizesOf } from "./sizes.ts";

describe("the built gate page", () => {
  let into: string;
  let files: ReadonlyMap<string, Uint8Array>;
  let table: HeaderTable;
  before(async () => {
    into = await mkdtemp(join(tmpdir(), "doorkey-web-"));
    files = await buildGate({ into });
    table = JSON.parse(await readFile(join(into, "headers.json"), "utf8"));
  });
  after(() => rm(into, { recursive: true }));

  const text = (path: string) => Buffer.from(files.get(path) ?? []).toString();

  it("has headers for each file, and each file is there", async () => {
    expect(Object.keys(table).sort()).to.deep.equal([...files.keys()].sort());
    for (const path of Object.keys(table)) expect((await readFile(join(into, fileOf(path)))).length).to.be.above(0);
  });

  it("lets WebAssembly run in the reader of frames alone", () => {
    const allowed = Object.entries(table).filter(([, headers]) =>
      headers["content-security-policy"]?.includes("wasm-unsafe-eval"),
    );
    expect(allowed).to.have.lengthOf(1);
    expect(allowed[0]?.[0]).to.match(/^\/assets\/decode-/);
  });

  it("demands Trusted Types, and has no script or style of its own in the document", () => {
    expect(table["/"]?.["content-security-policy"]).to.include("require-trusted-types-for 'script'");
    expect(text("/")).to.not.match(/<style|<script(?![^>]*\ssrc=)|\son\w+=|style=/);
  });

  it("takes nothing from elsewhere", () => {
    expect(text("/")).to.not.match(/(?:src|href)="(?!\/)/);
  });

  it("keeps every file in the service worker, except the worker itself", () => {
    const worker = text("/sw.js");
    for (const path of files.keys()) if (path !== "/sw.js") expect(worker).to.include(JSON.stringify(path));
  });

  it("has the same names when it is built again", async () => {
    expect([...(await buildGate({ into })).keys()]).to.deep.equal([...files.keys()]);
  });

  it("fits its limits", () => {
    for (const { title, gzipped, limit } of sizesOf(files)) {
      expect(gzipped, title).to.be.within(1, limit);
    }
  });
});
