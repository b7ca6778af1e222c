import { readFileSync } from "node:fs";
import { expect } from "chai";
import { keccak256, toUtf8Bytes } from "ethers";
import type { DoorkeyError } from "../core/DoorkeyError.ts";
import { parseEventDocument } from "./parseEventDocument.ts";

const document = readFileSync(new URL("../../../examples/concert/event.json", import.meta.url), "utf8");
const time = 'must be a time such as "2027-03-20T18:00:00+09:00", with its offset, not';

function caught(work: () => unknown): DoorkeyError {
  try {
    work();
  } catch (error) {
    return error as DoorkeyError;
  }
  throw new Error("nothing was thrown");
}

describe("parseEventDocument", () => {
  it("reads the concert", () => {
    const read = parseEventDocument(document);
    expect(read).to.deep.include({
      name: "Aki Tanabe: Lanterns, Final Night",
      venue: "Harbour Hall",
      url: "https://harbour-hall.example/lanterns",
      startsAt: "2027-03-20T19:00:00+09:00",
      reportUrl: "https://harbour-hall.example/report",
      policy: { identityVerifier: "attester", scope: 0, maxPerPerson: 2, maxRebinds: 1, minPublicBps: 9_500 },
    });
    expect(read.schedule.doorsOpenAt).to.equal(Date.UTC(2027, 2, 20, 9) / 1000);
    expect(read.classes.map(({ id, name, supply, seats }) => [id, name, supply, seats.length])).to.deep.equal([
      [1, "standing", 1_000, 0],
      [2, "seated", 800, 800],
      [3, "staff", 40, 0],
    ]);
    expect(JSON.parse(JSON.stringify(read))).to.deep.equal(read);
  });

  it("takes the hash of the exact bytes", () => {
    const { documentHash } = parseEventDocument(document);
    expect(documentHash).to.equal(keccak256(toUtf8Bytes(document)));
    expect(parseEventDocument(toUtf8Bytes(document)).documentHash).to.equal(documentHash);
    expect(parseEventDocument(`${document} `).documentHash).not.to.equal(documentHash);
  });

  it("accepts a verifier and a sale hook by address, and the scope of an earlier event", () => {
    const own = "0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0";
    const { policy, classes } = parseEventDocument(
      document
        .replace('"attester"', `"${own.toLowerCase()}", "scope": 7`)
        .replace('"supply": 1000', `"supply": 1000, "saleHook": "${own}"`),
    );
    expect(policy).to.include({ identityVerifier: own, scope: 7 });
    expect(classes[0]?.saleHook).to.equal(own);
  });

  it("throws once, with all mistakes in the order of the document", () => {
    const broken = document.replace('"maxRebinds": 1', '"maxRebinds": -1').replace("T19:00:00+", "T19:00+9");
    const error = caught(() => parseEventDocument(broken, { file: "event.json" }));
    expect(error.code).to.equal("EVENT_DOCUMENT_INVALID");
    expect(error.message.split("\n").slice(1, -1)).to.deep.equal([
      `event.json, row 6, startDate: ${time} "2027-03-20T19:00+909:00".`,
      "event.json, row 39, doorkey.policy.maxRebinds: must be a whole number from 0 to 255, not -1.",
    ]);
  });

  it("keeps the message short when there are many mistakes, or one huge value", () => {
    const keys = Array.from({ length: 1_000 }, (_, i) => `"k${i}": 0`).join(", ");
    const many = caught(() => parseEventDocument(document.replace('"maxRebinds"', `${keys}, "maxRebinds"`)));
    expect(many.message).to.contain("\nAnd 900 more.\n");
    const huge = document.replace('"@type": "Event"', `"@type": "${"x".repeat(900_000)}"`);
    expect(caught(() => parseEventDocument(huge)).message.length).to.be.below(1_000);
    const tooLong = caught(() => parseEventDocument(`${document}${" ".repeat(1_000_000)}`));
    expect(tooLong.message).to.contain("bytes, more than 1000000.");
  });
});
