import { expect } from "chai";
import { parse } from "yaml";
import { withoutSigner, withSigner } from "./signerText.ts";

const NEW = { keystore: "keys/new.json" };
const A = { keystore: "a.json" };
const B = { awsKms: { keyId: "b" } };

describe("signers in the text of a configuration", () => {
  const texts: readonly (readonly [what: string, text: string, before: readonly object[]])[] = [
    ["none", "version: 1\n", []],
    ["no line end", "version: 1", []],
    ["an empty list", "version: 1\nsigners: [] # none yet\nfees: {}\n", []],
    ["an empty value", "version: 1\nsigners:\nfees: {}\n", []],
    ["a list", "version: 1\n# Ours.\nsigners:\n  - keystore: a.json # the first\n# Fees.\nfees: { x: [1] }\n", [A]],
    ["a list without indent", "signers:\n- keystore: a.json\n- awsKms:\n    keyId: b\nversion: 1\n", [A, B]],
    ["a list at the end", 'version: 1\nsigners:\n  - keystore: a.json\n  - awsKms: { keyId: "b" }', [A, B]],
    ["a list in one line", "signers: [{ keystore: a.json }, { awsKms: { keyId: b } }]\nversion: 1\n", [A, B]],
  ];
  for (const [what, text, before] of texts) {
    it(`get one more after ${what}, and lose each, while the rest stays`, () => {
      const more = withSigner(text, NEW);
      const rest = parse(text) as object;
      expect(parse(more)).to.deep.equal({ ...rest, signers: [...before, NEW] });
      for (const line of text.split("\n").filter((one) => one.includes("#") || one.startsWith("fees"))) {
        expect(more).to.contain(line.replace(/^signers: \[\] /, ""));
      }
      const all = [...before, NEW];
      for (const [i] of all.entries()) {
        const less = withoutSigner(more, i);
        expect(parse(less)).to.deep.equal({ ...rest, signers: all.filter((_, j) => j !== i) });
      }
    });
  }

  it("keep their layout to the letter where they stand on lines of their own", () => {
    const text = 'a: [ 1,2 ]\nsigners:\n  - keystore: "a.json"   # one\nb: {x: 1}\n';
    const more = withSigner(text, { googleKms: { key: "projects/p" } });
    expect(more).to.equal(text.replace("# one\n", '# one\n  - googleKms: { key: "projects/p" }\n'));
    expect(withoutSigner(more, 1)).to.equal(text);
  });
});
