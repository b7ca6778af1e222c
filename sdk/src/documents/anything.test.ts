import { readFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import { RUNS } from "../../test/helpers/fuzzRuns.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import type { EventDocument } from "./EventDocument.ts";
import { readJson } from "./locatedJson.ts";
import { parseEventDocument } from "./parseEventDocument.ts";
import { seatLabel, seatNumber } from "./seats.ts";

const concert = readFileSync(new URL("../../../examples/concert/event.json", import.meta.url), "utf8");

/** The document, or undefined when it is refused with EVENT_DOCUMENT_INVALID. */
function parsed(source: Uint8Array | string): EventDocument | undefined {
  try {
    return parseEventDocument(source);
  } catch (error) {
    if (!isDoorkeyError(error, "EVENT_DOCUMENT_INVALID")) throw error;
    // It says what is wrong, without characters that steer a terminal.
    expect(error.message.split("\n")).to.have.length.above(2);
    expect(error.message.replaceAll("\n", "")).not.to.match(/\p{Cc}/u);
    return undefined;
  }
}

/** Every place in a JSON value, as a path of keys. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  const below = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return [path, ...below.flatMap(([key, inner]) => places(inner, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy: Record<string, unknown> = { ...(value as Record<string, unknown>) };
  copy[key] = replaced(copy[key], rest, by);
  return Array.isArray(value) ? Object.values(copy) : copy;
}

const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    "",
    "attester",
    "A-{1..3}",
    "{1..99999999}",
    "{2..1}",
    0,
    -1,
    2 ** 53,
    [],
    {},
    "2027-03-20T18:00:00Z",
  ),
);

describe("any event document", () => {
  it("is read or refused: any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void parsed(bytes)),
      { numRuns: RUNS },
    );
  });

  it("is read or refused: any text, any JSON", () => {
    const texts = fc.oneof(fc.string({ unit: "binary" }), fc.json());
    fc.assert(
      fc.property(texts, (text) => void expect(parsed(text)).to.equal(undefined)),
      { numRuns: RUNS },
    );
  });

  it("is read or refused: the concert with pieces cut out and put in", () => {
    const cut = fc.tuple(fc.nat(concert.length), fc.nat(40), fc.string({ unit: "binary", maxLength: 20 }));
    fc.assert(
      fc.property(cut, ([at, length, text]) => {
        parsed(concert.slice(0, at) + text + concert.slice(at + length));
      }),
      { numRuns: RUNS },
    );
  });

  it("is read or refused: the concert with values exchanged, and an accepted one can be published", () => {
    const document: unknown = JSON.parse(concert);
    const change = fc.tuple(fc.constantFrom(...places(document)), junk);
    let whole = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const text = JSON.stringify(changes.reduce((value, [path, by]) => replaced(value, path, by), document));
        const read = parsed(text);
        if (read === undefined) return;
        whole++;
        const { schedule, policy, classes } = read;
        for (const time of Object.values(schedule)) expect(time).to.be.within(0, 2 ** 40 - 1);
        expect(schedule.salesOpenAt).to.be.below(schedule.salesCloseAt);
        expect(schedule.doorsOpenAt).to.be.below(schedule.doorsCloseAt);
        expect(policy.maxPerPerson > 0).to.equal(policy.identityVerifier !== undefined);
        for (const { supply, seats } of classes) {
          expect(supply).to.be.within(1, 2 ** 32 - 1);
          if (seats.length > 0) expect(seats).to.have.length(supply);
        }
      }),
      { numRuns: RUNS },
    );
    expect(whole, "every document was refused").to.be.above(0);
  });
});

describe("readJson", () => {
  it("reads what JSON.parse reads, and refuses what it refuses", () => {
    const texts = fc.oneof(
      fc.json({ maxDepth: 5 }),
      fc.string({ unit: fc.constantFrom(...'[]{}:,"\\u0041e-.1 truefalsnl\n\t\u0000') }),
      fc
        .tuple(fc.json(), fc.nat(60), fc.string({ maxLength: 2 }))
        .map(([text, at, by]) => text.slice(0, at) + by + text.slice(at + 1)),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const read = readJson(text);
        try {
          const value: unknown = JSON.parse(text);
          if ("rowOf" in read) expect(read.value).to.deep.equal(value);
          else expect(read.sentence).to.contain("occurs twice");
        } catch (error) {
          if (!(error instanceof SyntaxError)) throw error;
          expect(read).to.have.property("sentence");
        }
      }),
      { numRuns: RUNS },
    );
  });
});

describe("seats", () => {
  const range = fc.tuple(fc.nat(30), fc.nat(12)).map(([from, more]) => `{${from}..${from + more}}`);
  const pattern = fc
    .tuple(fc.constantFrom("A", "B", "Balcony-", "席"), fc.array(range, { minLength: 1, maxLength: 3 }))
    .map(([block, ranges]) => `${block}-${ranges.join("-")}`);

  it("have a number for each label and a label for each number", () => {
    const document = JSON.parse(concert);
    const blocks = fc.uniqueArray(pattern, { minLength: 1, maxLength: 4, selector: (text) => text[0] });
    fc.assert(
      fc.property(blocks, (seats) => {
        document.doorkey.classes.seated.seats = seats;
        const read = parseEventDocument(JSON.stringify(document));
        const { supply = 0 } = read.classes[1] ?? {};
        for (let n = 0; n < supply; n++) {
          expect(seatNumber(read, "seated", seatLabel(read, "seated", n))).to.equal(n);
        }
        expect(() => seatLabel(read, "seated", supply))
          .to.throw()
          .with.property("code", "SEAT_UNKNOWN");
      }),
      { numRuns: Math.ceil(RUNS / 20) },
    );
  });

  it("are not found by other numbers, labels and classes", () => {
    const read = parseEventDocument(concert);
    expect([seatLabel(read, "seated", 0), seatLabel(read, "seated", 799)]).to.deep.equal(["A-1-1", "B-10-40"]);
    for (const n of [-1, 0.5, 800, Number.NaN]) {
      expect(() => seatLabel(read, "seated", n), String(n))
        .to.throw()
        .with.property("code", "SEAT_UNKNOWN");
    }
    for (const label of ["", "A-1-41", "a-1-1", "length", "__proto__"]) {
      expect(() => seatNumber(read, "seated", label), label)
        .to.throw()
        .with.property("code", "SEAT_UNKNOWN");
    }
    expect(() => seatLabel(read, "standing", 0))
      .to.throw()
      .with.property("code", "SEAT_UNKNOWN");
    expect(() => seatNumber(read, "balcony", "A-1-1"))
      .to.throw()
      .with.property("code", "CLASS_UNKNOWN");
  });
});
