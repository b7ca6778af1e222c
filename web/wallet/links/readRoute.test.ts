import { expect } from "chai";
import { type Invitation, invitationLink } from "doorkey/buyer";
import { fragmentOf, readRoute, receiveLink } from "./readRoute.ts";

const WALLET = "https://wallet.example/";
const SELLER = "https://tickets.shop.example/door";
const EVENT = { chainId: 1, rightsRegistry: "0x5FbDB2315678afecb367f032d93F642f64180aa3", eventId: 7 } as const;
const INVITATION: Invitation = {
  ...{ v: 1, event: EVENT, classId: 1, agentId: 3, purchaseKey: `0x${"ab".repeat(32)}` },
  ...{ quantity: 2, expiresAt: 2_000_000_000 },
};

describe("readRoute", () => {
  const faultOf = (text: string) => {
    const route = readRoute(text);
    return route.to === "fault" ? route.fault : route.to;
  };

  it("opens the list without a fragment, and each part by its own", () => {
    expect(readRoute(WALLET)).to.deep.equal({ to: "list" });
    expect(readRoute(`${WALLET}#`)).to.deep.equal({ to: "list" });
    for (const to of ["add", "seller", "settings"] as const) {
      expect(readRoute(WALLET + fragmentOf(to))).to.deep.equal({ to });
    }
    const id = "0xab/ü&=#";
    for (const to of ["ticket", "code", "return", "move"] as const) {
      expect(readRoute(WALLET + fragmentOf(to, id))).to.deep.equal({ to, id });
    }
  });

  it("reads an offer with its seller, under any host", () => {
    const link = invitationLink(INVITATION, "https://other.example/x", { seller: SELLER });
    const route = readRoute(link);
    expect(route).to.deep.equal({ to: "offer", invitation: INVITATION, seller: SELLER });
  });

  it("refuses a link that was cut off, at any length", () => {
    const link = invitationLink(INVITATION, WALLET, { seller: SELLER });
    const [token = ""] = /#doorkey=[\w-]+/.exec(link) ?? [];
    for (let length = "#doorkey=".length; length < token.length; length++) {
      expect(faultOf(WALLET + token.slice(0, length)), `${length}`).to.equal("broken");
    }
    expect(faultOf(WALLET + token)).to.equal("without-seller");
  });

  it("refuses sellers that no wallet may ask", () => {
    const [token = ""] = /#doorkey=[\w-]+/.exec(invitationLink(INVITATION, WALLET)) ?? [];
    const sellers = ["javascript:alert(1)", "http://shop.example", "shop.example@evil.example", "x".repeat(4_000), ""];
    for (const at of sellers) expect(faultOf(`${WALLET}${token}&at=${at}`), at).to.equal("broken");
    expect(faultOf(`${WALLET}${token}&at=shop.example`)).to.equal("offer");
    for (const local of ["localhost:8480", "127.0.0.1:8480/door", "[::1]:8480"]) {
      const seller = `http://${local}`;
      expect(readRoute(`${WALLET}${token}&at=${local}`), local).to.deep.equal({
        to: "offer",
        invitation: INVITATION,
        seller,
      });
    }
  });

  it("reads what a new phone opens, and refuses what is not whole", () => {
    const link = receiveLink(WALLET, EVENT, "tickets.shop.example/door");
    expect(readRoute(link)).to.deep.equal({ to: "receive", event: EVENT, seller: SELLER });
    for (const bad of [
      link.replace("1.0x", "0.0x"),
      link.replace(".7&", ".0&"),
      link.replace(".7&", ".4294967296&"),
      link.replace("180aa3", "180aa"),
      link.replace("tickets.", "tickets@"),
      link.replace(/&at=.*/, ""),
    ]) {
      expect(faultOf(bad), bad).to.equal("broken");
    }
  });

  it("reads where a check returns to, and takes the shop's host for the seller's unless it is named", () => {
    const back = "https://shop.example/pay?order=1&x=2#here";
    expect(readRoute(`${WALLET}#check&back=${encodeURIComponent(back)}`)).to.deep.equal({
      to: "check",
      back: new URL(back),
      seller: "https://shop.example",
    });
    expect(readRoute(`${WALLET}#check&at=tickets.shop.example/door&back=${back}`)).to.deep.include({ seller: SELLER });
    for (const bad of [
      "javascript:alert(1)",
      "http://shop.example/",
      "https://a:b@shop.example/",
      "data:text/html,x",
      "",
    ]) {
      expect(faultOf(`${WALLET}#check&back=${bad}`), bad).to.equal("broken");
    }
  });

  it("refuses what is no fragment of its own, and one of 5,000 letters", () => {
    for (const bad of ["#x", "#ticket=", "#doorkey", `#ticket=${"x".repeat(5_000)}`]) {
      expect(faultOf(WALLET + bad), bad.slice(0, 20)).to.equal("broken");
    }
  });
});
