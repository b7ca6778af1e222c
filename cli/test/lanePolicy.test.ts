import { expect } from "chai";
import { type LaneWishes, lanePolicy } from "../src/gate/lanePolicy.ts";
import { UsageError } from "../src/terminal/failures.ts";
import { domainName, webAddresses } from "../src/terminal/values.ts";

const EVENT = { classes: { 1: { name: "standing" }, 2: { name: "crew" } } };
const sitesOf = (wishes: LaneWishes) => lanePolicy(wishes, EVENT).passkeys;

describe("the policy of a lane", () => {
  it("refuses passkeys unless their pages are named", () => {
    expect(sitesOf({})).to.deep.equal([]);
  });

  it("accepts passkeys of several pages, each with its own domain or with one for all", () => {
    const passkeys = ["https://tickets.hall.example", "https://www.hall.example"];
    expect(sitesOf({ passkeys })).to.deep.equal(passkeys.map((origin) => ({ origin })));
    const rpId = "hall.example";
    expect(sitesOf({ passkeys, passkeyDomain: rpId })).to.deep.equal(passkeys.map((origin) => ({ origin, rpId })));
  });

  it("takes a domain alone for the page at that domain", () => {
    expect(sitesOf({ passkeyDomain: "hall.example" })).to.deep.equal([
      { origin: "https://hall.example", rpId: "hall.example" },
    ]);
  });

  it("refuses a domain that is not the page's, and names the one that would do", () => {
    for (const passkeyDomain of ["other.example", "all.example", "a.hall.example"]) {
      expect(() => sitesOf({ passkeys: ["https://hall.example"], passkeyDomain }))
        .to.throw(UsageError, `Passkeys that were made on hall.example cannot belong to ${passkeyDomain}.`)
        .with.property("remedy", "Name the domain of that page, or a parent of it: --passkey-domain hall.example");
    }
  });

  it("reads domains and pages as people write them", () => {
    expect(domainName("Hall.Example")).to.equal("hall.example");
    for (const text of ["https://hall.example", "hall.example/shop", "hall.example:444", "", "hall..example", "a b"]) {
      expect(() => domainName(text), text).to.throw("It must be a domain such as hall.example");
    }
    expect(webAddresses("https://b.example", ["https://a.example"])).to.deep.equal([
      "https://a.example",
      "https://b.example",
    ]);
    expect(() => webAddresses("b.example")).to.throw("It must be a web address");
  });
});
