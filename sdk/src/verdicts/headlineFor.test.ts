import { expect } from "chai";
import { headlineFor } from "./headlineFor.ts";
import { headlines } from "./headlines.ts";
import { sentences } from "./sentences.ts";
import type { Language } from "./timeWriter.ts";
import { toneOf } from "./toneOf.ts";
import type { Reason } from "./Verdict.ts";

const reasons = Object.keys(sentences.en) as Reason[];
const languages = Object.keys(headlines) as Language[];
/** In Japanese and Chinese, where no blank parts words, as many signs as stand in one line of a phone. */
const FITS: { readonly [language in Language]: RegExp } = {
  en: /^\S+( \S+){1,3}$/,
  vi: /^\S+( \S+){1,3}$/,
  ja: /^.{2,9}$/,
  zh: /^.{3,6}$/,
};

describe("headlineFor", () => {
  it("has a short one for every reason that has a sentence, in every language that has sentences", () => {
    expect(languages).to.deep.equal(Object.keys(sentences));
    for (const language of languages) {
      expect(Object.keys(headlines[language])).to.have.members(reasons);
      for (const reason of reasons) expect(headlineFor({ reason }, language), reason).to.match(FITS[language]);
    }
  });

  it("distinguishes all reasons", () => {
    for (const language of languages) {
      expect(new Set(reasons.map((reason) => headlineFor({ reason }, language))).size).to.equal(reasons.length);
    }
  });

  it("is English if no language is named", () => {
    expect(headlineFor({ reason: "already-in" })).to.equal("Already in");
    expect(headlineFor({ reason: "already-in" }, "ja")).to.equal("入場済み");
  });

  it("refuses another language, and what is not a reason", () => {
    expect(() => headlineFor({ reason: "valid" }, "de" as Language)).to.throw('There are no sentences in "de"');
    expect(() => headlineFor({ reason: "toString" as Reason })).to.throw(
      'must be a reason of a verdict, not "toString"',
    );
    expect(() => toneOf({ reason: "" as Reason })).to.throw("must be a reason of a verdict");
  });
});

describe("toneOf", () => {
  it("is go for those who pass, and for no other", () => {
    const going = reasons.filter((reason) => toneOf({ reason }) === "go");
    expect(going).to.have.members(["valid", "back-in", "going-out"]);
  });

  it("is look where staff look before the next thing", () => {
    const looking = reasons.filter((reason) => toneOf({ reason }) === "look");
    expect(looking).to.have.members(["not-shown", "identity-wanted", "just-scanned"]);
  });

  it("is stop for a ticket that is not good, and wait where nothing is decided about it", () => {
    for (const reason of ["already-in", "bad-signature", "code-expired", "right-void", "code-used"] as const) {
      expect(toneOf({ reason })).to.equal("stop");
    }
    for (const reason of ["not-a-code", "doors-not-open", "challenge-missing", "gate-clock-wrong"] as const) {
      expect(toneOf({ reason })).to.equal("wait");
    }
  });
});
