import { expect } from "chai";
import { strangerAt } from "../../test/helpers/acts.ts";
import { interfaces } from "../abi/contracts.ts";
import { type Deployment, deploymentOn } from "../chain/addresses/deployments.ts";
import type { Connection } from "../chain/Connection.ts";
import type { CallLog, Transaction } from "./Call.ts";
import { encodeCall } from "./encodeCall.ts";
import { logsOf, requireLog } from "./logs.ts";

const deployment = deploymentOn(31337) as Deployment;
const connection = { deployment } as Connection;
const { AgentRegistry, EventRegistry } = deployment.contracts;

const logOf = (address: string, event: string, args: readonly unknown[]): CallLog => ({
  ...interfaces.AgentRegistry.encodeEventLog(event, args),
  address,
  index: 0,
});
const active = (address: string, teamId: number) => logOf(address, "TeamActiveSet", [teamId, true]);
const transaction = (...logs: readonly CallLog[]): Pick<Transaction, "hash" | "logs"> => ({
  hash: `0x${"12".repeat(32)}`,
  logs,
});

describe("logsOf", () => {
  it("returns the events of one name of one contract, in their order", () => {
    const sent = transaction(
      active(AgentRegistry.address, 1),
      // Agents and organizers have the same events.
      active(EventRegistry.address, 2),
      active(strangerAt(9), 3),
      logOf(AgentRegistry.address, "TeamRelayedSet", [4, true]),
      { address: AgentRegistry.address, topics: [`0x${"34".repeat(32)}`], data: "0x", index: 0 },
      active(AgentRegistry.address.toLowerCase(), 5),
    );
    const teams = (contract: "AgentRegistry" | "EventRegistry", event: string) =>
      logsOf(connection, sent, contract, event).map(({ teamId }) => Number(teamId));
    expect(teams("AgentRegistry", "TeamActiveSet")).to.deep.equal([1, 5]);
    expect(teams("EventRegistry", "TeamActiveSet")).to.deep.equal([2]);
    expect(teams("AgentRegistry", "TeamRelayedSet")).to.deep.equal([4]);
    expect(teams("AgentRegistry", "TeamProfileSet")).to.deep.equal([]);
  });
});

describe("requireLog", () => {
  it("returns the first of the events, and names one that is missing", () => {
    const sent = transaction(active(EventRegistry.address, 2), active(AgentRegistry.address, 1)) as Transaction;
    expect(Number(requireLog(connection, sent, "AgentRegistry", "TeamActiveSet").teamId)).to.equal(1);
    expect(() => requireLog(connection, sent, "AgentRegistry", "TeamProfileSet"))
      .to.throw(`TeamProfileSet in transaction ${sent.hash}.`)
      .with.property("code", "LOG_MISSING");
  });
});

describe("encodeCall", () => {
  it("encodes a call of a contract of the connection's suite", () => {
    const { to, data, name } = encodeCall(connection, "AgentRegistry", "setActive", [7, true]);
    expect([to, name]).to.deep.equal([AgentRegistry.address, "setActive"]);
    expect([...(interfaces.AgentRegistry.parseTransaction({ data })?.args ?? [])]).to.deep.equal([7n, true]);
  });

  it("refuses an argument that does not fit, and names it", () => {
    expect(() => encodeCall(connection, "AgentRegistry", "setActive", [2n ** 32n, true]))
      .to.throw("setActive: teamId does not fit: value out-of-bounds.")
      .with.property("code", "VALUE_INVALID");
    expect(() => encodeCall(connection, "AgentRegistry", "setActive", [1]))
      .to.throw("setActive: an argument does not fit")
      .with.property("code", "VALUE_INVALID");
  });
});
