import { join } from "node:path";
import { expect } from "chai";
import { keepKey } from "doorkey-server";
import { walletOf } from "doorkey-test-support/keys";
import { parseConfig } from "../src/config/parseConfig.ts";
import { starter } from "../src/config/starter.ts";
import type { Names } from "../src/doctor/checkName.ts";
import { examine } from "../src/doctor/examine.ts";
import { hashOfPin } from "../src/keys/pin.ts";
import { type GateStage, startGateStage } from "./helpers/gateStage.ts";
import { venueCa } from "./helpers/venueCa.ts";

const NAME = "gate-hub.venue.test";
const HERE = "192.168.7.20";

describe("the doctor", () => {
  let stage: GateStage;
  let pin: string;
  before(async () => {
    stage = await startGateStage();
    pin = await hashOfPin("123456");
    for (const name of ["gate", "desk", "stranger"]) {
      await keepKey(join(stage.folder, `${name}.json`), "a long password", walletOf(name).privateKey, { strength: 2 });
    }
    venueCa(stage.folder, "venue.test").issue(NAME, {
      cert: join(stage.folder, "c.pem"),
      key: join(stage.folder, "k.pem"),
    });
    venueCa(stage.folder, "venue.test").issue(
      NAME,
      { cert: join(stage.folder, "s.pem"), key: join(stage.folder, "t.pem") },
      1,
    );
  });
  after(() => stage.close());

  /** Names as a healthy venue has them. */
  const names = (change: Partial<Names> = {}): Names => ({
    here: async () => [HERE],
    through: async () => [HERE],
    own: () => ["127.0.0.1", HERE],
    ...change,
  });

  async function look(options: { change?: (text: string) => string; names?: Names; tls?: boolean } = {}) {
    const { change = (text) => text, tls = true } = options;
    const text = starter({
      ...{ event: stage.show.eventId, rpc: stage.node.url, relay: undefined, lanes: ["North"] },
      ...{ name: tls ? NAME : undefined, tls: tls ? { cert: "c.pem", key: "k.pem" } : undefined },
      ...{ scanner: "gate.json", desk: "desk.json", supervisorPin: pin },
    });
    const config = parseConfig(change(text), join(stage.folder, "gate.yaml"));
    const found = await examine(config, {
      now: Date.now() / 1_000,
      resolvers: ["10.0.0.1", "1.1.1.1"],
      names: options.names ?? names(),
    });
    const said = new Map<string, string>();
    for (const { state, about, sentence } of found) {
      const key = `${state} ${about}`;
      said.set(key, [said.get(key) ?? [], sentence].flat().join(" "));
    }
    return said;
  }

  it("finds a venue's hub healthy, in words", async () => {
    const found = await look();
    expect(
      [...found.keys()].filter((key) => !key.startsWith("good")),
      [...found].join("\n"),
    ).to.deep.equal([]);
    for (const about of ["name", "certificate", "disk", "clock", "key", "by hand", "relay", "list"]) {
      expect(found.get(`good ${about}`), about).to.match(/\.$/);
    }
    expect(found.get("good by hand")).to.equal("10 of 10 entries by hand are left.");
  });

  it("needs neither name nor certificate on one laptop", async () => {
    const found = await look({ tls: false, names: names({ here: () => Promise.reject(new Error("not asked")) }) });
    expect(found.get("good name")).to.contain("serves this machine alone");
    expect(found.get("good certificate")).to.contain("none is needed");
  });

  const faults: readonly [string, Parameters<typeof look>[0], string, RegExp][] = [
    [
      "a name that nothing resolves here",
      { names: names({ here: () => Promise.reject(new Error("ENOTFOUND")) }) },
      "bad name",
      /does not resolve on this network\. Add it to the venue router's DNS/,
    ],
    [
      "a name of another machine",
      { names: names({ here: async () => ["192.168.7.99"] }) },
      "bad name",
      /is not an address of this machine/,
    ],
    [
      "a public address that this machine does not have",
      { names: names({ here: async () => ["203.0.113.9"] }) },
      "doubtful name",
      /only if the network forwards/,
    ],
    [
      "a resolver that hides private addresses",
      { names: names({ through: async () => [] }) },
      "doubtful name",
      /hides private addresses.*Private DNS off/,
    ],
    [
      "a resolver that leads elsewhere",
      { names: names({ through: async () => ["203.0.113.9"] }) },
      "bad name",
      /resolver .* gives 203\.0\.113\.9/,
    ],
    [
      "a certificate that runs out before doors close",
      { change: (text) => text.replace("c.pem", "s.pem").replace("k.pem", "t.pem") },
      "bad certificate",
      /before doors close\. Renew it now/,
    ],
    [
      "a certificate without its key",
      { change: (text) => text.replace("k.pem", "t.pem") },
      "bad certificate",
      /is not the key of the certificate/,
    ],
    [
      "a key that may not admit",
      { change: (text) => text.replace("gate.json", "stranger.json") },
      "bad key",
      /may not admit at event 1\. The organizer sets it: doorkey gates set 0x/,
    ],
    [
      "a desk key that may not admit by hand",
      { change: (text) => text.replace("desk.json", "stranger.json") },
      "bad by hand",
      /--kind desk --limit/,
    ],
    [
      "a relay that is away",
      {
        change: (text) => text.replace("# relay: { url: https://relay.example }", "relay: { url: http://127.0.0.1:9 }"),
      },
      "bad relay",
      /does not take an admission.*Entries would wait/,
    ],
    [
      "a chain that is away, without a kept list",
      { change: (text) => text.replace(/rpc:\n {4}- .*/, 'rpc: ["http://127.0.0.1:9"]') },
      "bad list",
      /There is no list of the event/,
    ],
    [
      "a data folder that is a file",
      { change: (text) => text.replace("data: data", "data: gate.json") },
      "bad disk",
      /does not take writes/,
    ],
  ];
  for (const [what, options, key, sentence] of faults) {
    it(`finds ${what}`, async () => {
      const found = await look(options);
      expect(found.get(key), [...found].join("\n")).to.match(sentence);
    });
  }
});
