import { expect } from "chai";
import { nameFault, visibleText } from "./nameFault.ts";

const control = "must not contain line breaks or other control characters.";
const turning = (code: string) => `must not contain ${code}, which turns the text around it.`;
const invisible = (code: string) => `must not contain ${code}, which is invisible.`;
const entity = (text: string, character: string) =>
  `this is HTML: \`${text}\` stands for ${character}; write that character itself.`;
const tag = (text: string) => `this is HTML: \`${text}\` is a tag; write the text without tags.`;

describe("a name that people read", () => {
  for (const name of [
    "Night Ferry",
    "Drinks & Food",
    "AT&T; the show",
    "Rock &Roll",
    "I <3 Jazz > Blues",
    "a < b",
    "सामान्य",
    "می\u200cخواهم",
    "क्\u200dष",
    "👩\u200d🎤 ❤\ufe0f",
    "Ghế đứng",
    "O’Malley’s « Été »",
    "一般　立見",
  ]) {
    it(`may be ${name}`, () => expect(nameFault(name)).to.equal(undefined));
  }

  for (const [name, fault] of [
    ["a\nb", control],
    ["a\tb", control],
    ["a\u0085b", control],
    ["a\u2028b", control],
    ["\u001b[31mred", control],
    ["\u202eyrref", turning("U+202E")],
    ["a\u2067b", turning("U+2067")],
    ["a\u200eb", turning("U+200E")],
    ["a\u061cb", turning("U+061C")],
    ["VIP\u200b", invisible("U+200B")],
    ["V\u200dIP", invisible("U+200D")],
    ["V\u200cIP", invisible("U+200C")],
    ["soft\u00adhyphen", invisible("U+00AD")],
    ["\ufeffname", invisible("U+FEFF")],
    ["a\u2060b", invisible("U+2060")],
    ["\u3164", invisible("U+3164")],
    ["a\u{e0041}b", invisible("U+E0041")],
    ["a\u{f0000}", invisible("U+F0000")],
    ["A\ufe0f", invisible("U+FE0F")],
    ["\u0301a", "must not begin with U+0301, a mark that needs a letter before it."],
    [`a${"\u0301".repeat(6)}`, "must not stack more than five marks on one letter."],
    ["a\ud800", "must not contain an incomplete character."],
    ["Rock &amp; Roll", entity("&amp;", "&")],
    ["Rock &amp Roll", entity("&amp", "&")],
    ["Ferry &#8211; Night", entity("&#8211;", "–")],
    ["Ferry &#x2013; Night", entity("&#x2013;", "–")],
    ["O&#039;Malley", entity("&#039;", "'")],
    ["Malley&rsquo;s", entity("&rsquo;", "’")],
    ["Caf&Eacute;", entity("&Eacute;", "É")],
    ["a&nbsp;b", entity("&nbsp;", "a space")],
    ["a&zwnj;b", entity("&zwnj;", "another character")],
    ["a&#10;b", entity("&#10;", "another character")],
    ["https://hall.example/?a=1&amp;b=2", entity("&amp;", "&")],
    ["<strong>Night</strong>", tag("<strong>")],
    ["Night<br>Ferry", tag("<br>")],
    ["Night<br/>", tag("<br/>")],
    ['<a href="https://x.example">x', tag('<a href="https://x.example">')],
    ["</p>", tag("</p>")],
    ["<script src=x", tag("<script ")],
    ["<!-- x", tag("<!")],
  ] as const) {
    it(`may not be ${JSON.stringify(name)}`, () => expect(nameFault(name)).to.equal(fault));
  }

  it("is shown without what could forge a line or hide, and with what writing needs", () => {
    expect(visibleText("VIP\nstaff\u001b[2K\u202e\u200b")).to.equal("VIP\ufffdstaff\ufffd[2K\ufffd\ufffd");
    for (const name of ["می\u200cخواهم", "👩\u200d🎤 ❤\ufe0f", "सामान्य"]) expect(visibleText(name)).to.equal(name);
  });
});
