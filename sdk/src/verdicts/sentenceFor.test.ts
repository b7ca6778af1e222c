import { expect } from "chai";
import { NO_CHALLENGE } from "../core/Entry.ts";
import { sentenceFor } from "./sentenceFor.ts";
import { sentences } from "./sentences.ts";
import type { Language } from "./timeWriter.ts";
import type { Verdict } from "./Verdict.ts";

const TIME = 1_899_974_520; // 2030-03-17 19:42 in Tokyo
const entering = { admission: { entry: 0n, signature: NO_CHALLENGE }, rights: [1n], passedOver: [] } as const;
const passing = { shown: entering.admission, rights: [1n], passedOver: [] } as const;

/** One verdict of every reason, and of every variant that has another sentence. */
const verdicts: readonly Verdict[] = [
  { status: "admit", reason: "valid", ...entering },
  { status: "admit", reason: "valid", ...entering, rights: [1n, 2n] },
  { status: "admit", reason: "valid", ...entering, passedOver: [{ rightId: 2n, reason: "right-void" }] },
  { status: "identify", reason: "identity-wanted", why: "class", ...entering },
  { status: "identify", reason: "identity-wanted", why: "rebound", ...entering },
  { status: "identify", reason: "identity-wanted", why: "sample", ...entering },
  { status: "admit", reason: "not-shown", at: TIME, lane: 3, ...entering },
  { status: "again", reason: "just-scanned", way: "in", at: TIME, lane: 3, secondsAgo: 8 },
  { status: "again", reason: "just-scanned", way: "in", at: TIME, lane: 3, secondsAgo: 0 },
  { status: "again", reason: "just-scanned", way: "out", at: TIME, lane: 3, secondsAgo: 8 },
  { status: "reenter", reason: "back-in", ...passing },
  { status: "reenter", reason: "back-in", ...passing, rights: [1n, 2n] },
  { status: "leave", reason: "going-out", ...passing },
  { status: "leave", reason: "going-out", ...passing, rights: [1n, 2n] },
  { status: "refuse", reason: "not-a-code", problem: "prefix" },
  { status: "refuse", reason: "code-newer", problem: "version" },
  { status: "refuse", reason: "scanner-layout" },
  { status: "refuse", reason: "wrong-event" },
  { status: "refuse", reason: "event-cancelled" },
  { status: "refuse", reason: "doors-not-open", opensAt: TIME },
  { status: "refuse", reason: "doors-closed", closedAt: TIME },
  { status: "refuse", reason: "right-unknown" },
  { status: "refuse", reason: "right-void" },
  { status: "refuse", reason: "right-rebound", reboundAt: TIME },
  { status: "refuse", reason: "other-holder" },
  { status: "refuse", reason: "signed-before-rebind", reboundAt: TIME },
  { status: "refuse", reason: "not-named" },
  { status: "refuse", reason: "other-lane", className: "A" },
  { status: "refuse", reason: "already-in", at: TIME, lane: 1, sameProof: false },
  { status: "refuse", reason: "already-in", at: TIME, sameProof: false },
  { status: "refuse", reason: "already-in", sameProof: false },
  { status: "refuse", reason: "not-in" },
  { status: "refuse", reason: "already-out", at: TIME, lane: 1 },
  { status: "refuse", reason: "no-reentry", at: TIME, lane: 1 },
  { status: "refuse", reason: "code-used" },
  { status: "refuse", reason: "kind-refused", kind: "passkey" },
  { status: "refuse", reason: "passkey-refused", why: "unverified" },
  { status: "refuse", reason: "passkey-refused", why: "synced" },
  { status: "refuse", reason: "origin-unknown" },
  { status: "refuse", reason: "bad-signature" },
  { status: "refuse", reason: "code-expired", secondsOld: 119 },
  { status: "refuse", reason: "code-expired", secondsOld: 120 },
  { status: "refuse", reason: "clock-wrong", secondsAhead: 420 },
  { status: "refuse", reason: "clock-wrong", secondsAhead: -420 },
  { status: "refuse", reason: "gate-clock-wrong", secondsAhead: 3_600, shownBy: "codes" },
  { status: "refuse", reason: "gate-clock-wrong", secondsAhead: 3_600, shownBy: "chain" },
  { status: "refuse", reason: "gate-clock-wrong", secondsAhead: -3_600, shownBy: "chain" },
  { status: "refuse", reason: "challenge-missing" },
  { status: "refuse", reason: "challenge-wrong" },
  { status: "refuse", reason: "challenge-expired" },
];

const languages = Object.keys(sentences) as Language[];
const tell = (verdict: Verdict, language?: Language) =>
  sentenceFor(verdict, language, { utcOffset: 540, now: TIME + 60 });

/** How each language says that a ticket was let in, or out. */
const WAYS: { readonly [language in Language]: readonly [entered: string, left: string] } = {
  en: ["let in", "let out"],
  ja: ["入場", "退場"],
  vi: ["cho vào", "cho ra"],
  zh: ["入场", "离场"],
};

describe("sentenceFor", () => {
  it("is tested with every reason", () => {
    expect(new Set(verdicts.map(({ reason }) => reason))).to.deep.equal(new Set(Object.keys(sentences.en)));
  });

  for (const language of languages) {
    it(`has another sentence for each verdict in ${language}`, () => {
      const told = verdicts.map((verdict) => tell(verdict, language));
      expect(new Set(told).size).to.equal(verdicts.length);
      for (const sentence of told) {
        expect(sentence).to.match(/[.。]$/);
        expect(sentence).not.to.match(/undefined|NaN|null|\[object/);
      }
    });
  }

  it("is written in each language", () => {
    const scripts: [Language, RegExp][] = [
      ["ja", /[\u3040-\u30ff]/],
      ["vi", /[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]/i],
      ["zh", /[\u4e00-\u9fff]/],
    ];
    for (const [language, script] of scripts) {
      for (const verdict of verdicts) expect(tell(verdict, language)).to.match(script);
    }
  });

  it("shows times as the venue's clocks do", () => {
    const verdict = { status: "refuse", reason: "already-in", at: TIME, lane: 1, sameProof: false } as const;
    expect(languages.map((language) => tell(verdict, language))).to.deep.equal([
      "Already in: lane 1, 19:42.",
      "入場済み：レーン1、19:42。",
      "Vé đã vào cửa: làn 1, 19:42.",
      "此票已入场：1号通道，19:42。",
    ]);
    // In the device's own time zone.
    expect(sentenceFor(verdict, "en", { now: TIME })).to.match(/^Already in: lane 1, \d\d:\d\d\.$/);
  });

  it("has the date of every time that is not today at the venue", () => {
    const verdict = { status: "refuse", reason: "doors-not-open", opensAt: TIME } as const;
    const told = (now: number, language?: Language) => sentenceFor(verdict, language, { utcOffset: 540, now });
    const midnight = TIME + 4 * 3_600 + 18 * 60; // the next one, in Tokyo
    expect(told(midnight - 86_400)).to.equal("Doors open at 19:42.");
    expect(told(midnight - 1)).to.equal("Doors open at 19:42.");
    expect(told(midnight)).to.equal("Doors open at 19:42 on Sun 17 March.");
    expect(told(midnight - 86_401)).to.equal("Doors open at 19:42 on Sun 17 March.");
    expect(told(TIME - 400 * 86_400)).to.equal("Doors open at 19:42 on Sun, 17 March 2030.");
    expect(languages.map((language) => told(midnight, language))).to.deep.equal([
      "Doors open at 19:42 on Sun 17 March.",
      "開場は3月17日(日) 19:42です。",
      "Cửa mở lúc 19:42 CN, 17 tháng 3.",
      "3月17日周日 19:42开始入场。",
    ]);
  });

  it("shows the day of the event's own offset, in any time zone of the device", () => {
    // A day later in Tokyo than in UTC, and two than in Samoa.
    const verdict = {
      status: "refuse",
      reason: "right-rebound",
      reboundAt: Date.UTC(2030, 2, 16, 17, 46) / 1000,
    } as const;
    const told = (options: Parameters<typeof sentenceFor>[2]) =>
      sentenceFor(verdict, "en", { now: Date.UTC(2030, 2, 17, 3) / 1000, ...options });
    expect(told({ utcOffset: 540 })).to.contain("at 02:46:");
    expect(told({ utcOffset: 0 })).to.contain("at 17:46 on Sat 16 March:");
    expect(told({ utcOffset: -210 })).to.contain("at 14:16:");
    expect(told({ utcOffset: 345 })).to.contain("at 23:31 on Sat 16 March:");
    expect(told({ timeZone: "Asia/Tokyo" })).to.contain("at 02:46:");
    expect(told({ timeZone: "Asia/Tokyo", utcOffset: 0 })).to.contain("at 02:46:");
  });

  it("has the date in each sentence with a time", () => {
    const told = (verdict: Verdict, now: number) => sentenceFor(verdict, "en", { utcOffset: 540, now });
    const timed = verdicts.filter((verdict) => /19:42/.test(tell(verdict)));
    expect(timed.map(({ reason }) => reason)).to.include.members(["doors-closed", "right-rebound", "already-in"]);
    for (const verdict of timed) expect(told(verdict, TIME + 86_400)).to.contain("19:42 on Sun 17 March");
  });

  it("says how many rights stay out, and why", () => {
    const passedOver = [{ rightId: 2n, reason: "already-in", at: TIME, lane: 1, sameProof: false }] as const;
    expect(tell({ status: "admit", reason: "valid", ...entering, rights: [1n, 3n, 4n], passedOver })).to.equal(
      "Welcome: let 3 in. 1 must stay out. Already in: lane 1, 19:42.",
    );
  });

  it("counts those who come back on the code of others who enter", () => {
    const together = { ...entering, reentering: [2n, 3n] };
    expect(tell({ status: "admit", reason: "valid", ...together })).to.equal("Welcome: let 3 in.");
    expect(tell({ status: "identify", reason: "identity-wanted", why: "class", ...together })).to.match(/let 3 in/);
    expect(tell({ status: "admit", reason: "not-shown", at: TIME, lane: 1, ...together })).to.match(/Let 3 in/);
  });

  it("never reads like a second green light while the ticket is still before the camera", () => {
    const told = (secondsAgo: number, way: "in" | "out" = "in") =>
      tell({ status: "again", reason: "just-scanned", way, at: TIME, lane: 3, secondsAgo });
    expect(told(8)).to.equal("Same ticket, let in here 8 s ago. Next, please.");
    expect(told(0)).to.equal("Same ticket, let in here just now. Next, please.");
    expect(told(1, "out")).to.equal("Same ticket, let out here 1 s ago. Next, please.");
  });

  it("gives a number of people exactly if there are more than one, in every language", () => {
    for (const language of languages) {
      for (const count of [1, 2, 5]) {
        const rights = Array<bigint>(count).fill(1n);
        const told = [
          tell({ status: "admit", reason: "valid", ...entering, rights }, language),
          tell({ status: "reenter", reason: "back-in", ...passing, rights }, language),
        ];
        for (const sentence of told)
          expect(sentence.match(/\d+/g), sentence).to.deep.equal(count === 1 ? null : [`${count}`]);
      }
    }
    const out = (rights: readonly bigint[]) => tell({ status: "leave", reason: "going-out", ...passing, rights });
    expect([out([1n]), out([1n, 2n])]).to.deep.equal(["Goes out: one person.", "Go out: 2 people."]);
  });

  it("gives the age of a code in seconds below two minutes, then in minutes", () => {
    const numbers = (secondsOld: number, language: Language) =>
      tell({ status: "refuse", reason: "code-expired", secondsOld }, language).match(/\d+/g);
    for (const language of languages) {
      const told = [46, 119, 120, 149, 150, 3_600].map((seconds) => numbers(seconds, language)?.join());
      expect(told, language).to.deep.equal(["46", "119", "2", "2", "3", "60"]);
    }
  });

  it("says which way a clock is wrong, and by how much, in every language", () => {
    const words: { readonly [language in Language]: readonly [fast: string, slow: string] } = {
      en: ["fast", "slow"],
      ja: ["進んで", "遅れて"],
      vi: ["nhanh", "chậm"],
      zh: ["快", "慢"],
    };
    for (const language of languages) {
      const [fast, slow] = words[language];
      for (const seconds of [20, 89, 90, 420, 5_400]) {
        const phone = (secondsAhead: number) =>
          tell({ status: "refuse", reason: "clock-wrong", secondsAhead }, language);
        const gate = (secondsAhead: number) =>
          tell({ status: "refuse", reason: "gate-clock-wrong", shownBy: "codes", secondsAhead }, language);
        for (const told of [phone, gate]) {
          expect(told(seconds)).to.contain(fast).and.not.to.contain(slow);
          expect(told(-seconds)).to.equal(told(seconds).replace(fast, slow));
        }
        expect(phone(seconds)).to.match(new RegExp(`(^|\\D)${Math.max(1, Math.round(seconds / 60))}\\D`));
        expect(gate(seconds)).to.match(new RegExp(`\\D${seconds < 90 ? seconds : Math.round(seconds / 60)}\\D`));
      }
    }
  });

  it("adds that the chain may stand still only if the chain shows a gate that is fast", () => {
    const told = (shownBy: "chain" | "manifest" | "codes", secondsAhead: number, language: Language) =>
      tell({ status: "refuse", reason: "gate-clock-wrong", shownBy, secondsAhead }, language);
    for (const language of languages) {
      const bare = told("codes", 3_600, language);
      expect(told("chain", 3_600, language).length).to.be.above(bare.length);
      expect(told("manifest", 3_600, language)).to.equal(bare);
      expect(told("chain", -3_600, language)).to.equal(told("codes", -3_600, language));
    }
  });

  it("says which way and how long ago a ticket passed, in every language", () => {
    for (const language of languages) {
      const told = (secondsAgo: number, way: "in" | "out") =>
        tell({ status: "again", reason: "just-scanned", way, at: TIME, lane: 3, secondsAgo }, language);
      for (const way of ["in", "out"] as const) {
        expect([0, 1, 8].map((seconds) => told(seconds, way).match(/\d+/g)?.join())).to.deep.equal([
          undefined,
          "1",
          "8",
        ]);
      }
      const [entered, left] = WAYS[language];
      expect(told(8, "in")).to.contain(entered).and.not.to.contain(left);
      expect(told(8, "out")).to.contain(left).and.not.to.contain(entered);
    }
  });

  it("speaks of unlocking only to a guest whose phone did not check its owner, in every language", () => {
    const told = (why: "unverified" | "synced", language: Language) =>
      tell({ status: "refuse", reason: "passkey-refused", why }, language);
    for (const language of languages) {
      expect(told("unverified", language)).to.match(/face|顔|khuôn mặt|面容/);
      expect(told("synced", language)).not.to.match(/face|顔|khuôn mặt|面容/);
    }
  });

  it("adds who stays out, and why, in every language", () => {
    const passedOver = [2n, 3n].map((rightId) => ({ rightId, reason: "right-void" }) as const);
    for (const language of languages) {
      const alone = tell({ status: "admit", reason: "valid", ...entering }, language);
      const why = tell({ status: "refuse", reason: "right-void" }, language);
      const told = tell({ status: "admit", reason: "valid", ...entering, passedOver }, language);
      expect(told.startsWith(alone) && told.endsWith(why), told).to.equal(true);
      expect(told.slice(alone.length, -why.length)).to.contain("2");
    }
  });

  it("refuses what is not a verdict, no options and no language", () => {
    const verdict = { status: "refuse", reason: "right-void" } as const;
    for (const wrong of [undefined, {}] as never[]) expect(() => sentenceFor(wrong)).to.throw("verdict must be");
    expect(() => sentenceFor(verdict, "en", null as never)).to.throw("options must be");
    expect(() => sentenceFor(verdict, "de" as Language)).to.throw('There are no sentences in "de".');
  });

  it("writes times by the device's clock and time zone, unless it gets others", () => {
    const { TZ } = process.env;
    try {
      for (const [zone, time] of [
        ["Asia/Tokyo", "19:42"],
        ["UTC", "10:42"],
      ]) {
        process.env.TZ = zone;
        const verdict = { status: "refuse", reason: "already-in", at: TIME, lane: 1, sameProof: false } as const;
        expect(sentenceFor(verdict, "en", { now: TIME })).to.equal(`Already in: lane 1, ${time}.`);
        const at = Math.floor(Date.now() / 1_000);
        expect(sentenceFor({ ...verdict, at })).to.match(/^Already in: lane 1, \d\d:\d\d\.$/);
      }
    } finally {
      if (TZ === undefined) delete process.env.TZ;
      else process.env.TZ = TZ;
    }
  });

  it("rounds a wrong clock to minutes", () => {
    expect(tell({ status: "refuse", reason: "clock-wrong", secondsAhead: 420 })).to.contain("7 min fast");
    expect(tell({ status: "refuse", reason: "clock-wrong", secondsAhead: -100 })).to.contain("2 min slow");
    expect(tell({ status: "refuse", reason: "clock-wrong", secondsAhead: 16 })).to.contain("1 min fast");
  });
});
