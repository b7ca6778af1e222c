import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { fileOf } from "./buildPage.ts";
import { withLocalSellers } from "./localSellers.ts";
import { buildBoxOffice, buildGate, buildWallet } from "./pages.ts";
import type { HeaderTable } from "./securityHeaders.ts";
import { sizesOf } from "./sizes.ts";

const PAGES = { gate: buildGate, wallet: buildWallet, "box-office": buildBoxOffice } as const;

for (const [page, build] of Object.entries(PAGES)) {
  describe(`the built ${page}`, () => {
    let into: string;
    let files: ReadonlyMap<string, Uint8Array>;
    let table: HeaderTable;
    before(async () => {
      into = await mkdtemp(join(tmpdir(), "doorkey-web-"));
      files = await build({ into });
      table = JSON.parse(await readFile(join(into, "headers.json"), "utf8"));
    });
    after(() => rm(into, { recursive: true }));

    const text = (path: string) => Buffer.from(files.get(path) ?? []).toString();

    it("has headers for each file, and each file is there", async () => {
      expect(Object.keys(table).sort()).to.deep.equal([...files.keys()].sort());
      for (const path of Object.keys(table)) expect((await readFile(join(into, fileOf(path)))).length).to.be.above(0);
    });

    it("writes the same headers for a host of static files", async () => {
      const blocks = (await readFile(join(into, "_headers"), "utf8")).split("\n\n").filter((block) => block !== "");
      const read = blocks.map((block) => {
        const [path = "", ...lines] = block.trimEnd().split("\n");
        return [
          path,
          Object.fromEntries(
            lines.map((line) =>
              line
                .trim()
                .split(/: (.*)/s)
                .slice(0, 2),
            ),
          ),
        ];
      });
      expect(Object.fromEntries(read)).to.deep.equal(table);
    });

    if (page === "wallet") {
      it("lets WebAssembly run nowhere, and asks over https alone", () => {
        for (const headers of Object.values(table)) {
          const policy = headers["content-security-policy"] ?? "";
          expect(policy).to.not.include("unsafe");
          expect(policy).to.include("connect-src 'self' https:;");
          expect(withLocalSellers(headers)["content-security-policy"]).to.include("'self' https: http://localhost:*;");
        }
      });
    } else if (page === "box-office") {
      it("lets WebAssembly run nowhere, and asks its own office alone", () => {
        for (const headers of Object.values(table)) {
          expect(headers["content-security-policy"]).to.not.include("unsafe");
          expect(headers["content-security-policy"]).to.include("connect-src 'self';");
        }
      });
    } else
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
      expect([...(await build({ into })).keys()]).to.deep.equal([...files.keys()]);
    });

    it("fits its limits", () => {
      for (const { title, gzipped, limit } of sizesOf(page as keyof typeof PAGES, files)) {
        expect(gzipped, title).to.be.within(1, limit);
      }
    });
  });
}
