import { expect } from "chai";
import { interfaces } from "doorkey/abi";
import { preset, presetSettings } from "../../test/helpers/presetConfig.ts";
import { parseConfig } from "./parseConfig.ts";
import { ticketing } from "./ticketing.ts";

const parse = (text: string) => parseConfig(text, "relay.yaml");

describe("ticketing", () => {
  it("waits for twelve blocks on a chain that others use, and for one on a developer's", () => {
    expect(parse(preset).chain.confirmations).to.equal(1);
    const { contracts } = parse(preset).chain;
    expect(parse(ticketing({ ...presetSettings, chainId: 1, contracts })).chain.confirmations).to.equal(12);
  });

  it("has the one signer that it is given, or none", () => {
    expect(ticketing(presetSettings)).to.contain('signers:\n  - keystore: "keys/signer-1.json"\n');
    const { keystore: _, ...without } = presetSettings;
    expect(ticketing(without)).to.contain("signers: []\n");
    expect(parse(ticketing(without)).signers).to.deep.equal([]);
  });

  it("limits what names an event or an organizer, and leaves free what names neither", () => {
    const [sponsor] = parse(preset).sponsors;
    const [free] = parse(
      ticketing({ ...presetSettings, sponsor: { ...presetSettings.sponsor, organizers: [] } }),
    ).sponsors;
    const all = sponsor?.allowances.map(({ to, selector }) => `${to} ${selector}`);
    expect(free?.allowances.map(({ to, selector }) => `${to} ${selector}`)).to.deep.equal(all);
    expect(free?.allowances.filter(({ only }) => Object.keys(only).length > 0)).to.deep.equal([]);
    // A new organizer registers before it has an id.
    const { EventRegistry } = parse(preset).chain.contracts;
    const register = interfaces.EventRegistry.getFunction("register").selector;
    expect(
      sponsor?.allowances.find(({ to, selector }) => to === EventRegistry && selector === register)?.only,
    ).to.deep.equal({});
  });

  it("leaves out contracts that the chain does not have", () => {
    const { Ballot: _, DrandBeacon: __, ...contracts } = parse(preset).chain.contracts;
    const text = ticketing({ ...presetSettings, contracts });
    for (const name of ["Ballot", "DrandBeacon"]) {
      expect(preset).to.contain(`- to: ${name}\n`);
      expect(text).not.to.contain(name);
    }
    expect(parse(text).sponsors[0]?.allowances.length).to.be.above(20);
  });
});
