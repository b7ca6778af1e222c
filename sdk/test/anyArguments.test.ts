/** Callers without types may pass anything. Every export answers with an error of the package, and sends nothing. */
import { expect } from "chai";
import { openShow, type ShowWithGates } from "doorkey-test-support/show";
import { makeError, Network } from "ethers";
import { BARRELS, type Barrel, pathOf } from "../scripts/exports.ts";
import { memoryPurchases } from "../src/agent/purchases/memoryPurchases.ts";
import type { Connection } from "../src/chain/Connection.ts";
import { isDoorkeyError } from "../src/core/CodedError.ts";
import { checksummed } from "../src/core/checksummed.ts";
import { NO_CHALLENGE } from "../src/core/Entry.ts";
import { createDeviceKey } from "../src/device/createDeviceKey.ts";
import { emptyIndex } from "../src/eventIndex/IndexState.ts";
import { memoryKeys } from "../src/keys/memoryKeys.ts";
import { merkleList } from "../src/presale/SaleList.ts";
import { startTestChain, type TestChain } from "../src/testing/startTestChain.ts";
import { nodeSaying } from "./helpers/nodeSaying.ts";

const WRONG: readonly unknown[] = [Number.NaN, -1, 1.5, "", null, undefined];

/** Classes, which are made with `new` or a function of their own. */
const CLASSES = ["ClockWatch", "DoorkeyError", "Lane", "MistakeList", "Settler"];

/** Functions that answer any value, as their comments say: a check, a look-up, or something new that takes no value. */
const TOTAL: Readonly<Record<string, string>> = {
  acceptRefusalName: "undefined for another value than a refusal",
  checkCode: "answers all that a scanner read",
  deviceAbilities: "takes nothing",
  deploymentOn: "undefined for another value than a chain",
  emptyIndex: "takes nothing",
  formatInstant: "any number is a time",
  indexedDbKeys: "its name has a default",
  instantFault: "says why it is not a time",
  isDoorkeyError: "a check",
  isHex: "a check",
  memoryIndexStore: "takes nothing",
  memoryJournal: "takes nothing",
  memoryKeys: "takes nothing",
  memoryPurchases: "takes nothing",
  newEventKey: "takes nothing",
  nodeRefusal: "undefined for another value than a refusal",
  parseCode: "answers all that a scanner read",
  parseInstant: "undefined for another value than a time",
  plainName: "a text may be empty",
  readEventDocument: "answers with mistakes",
  recoverHolder: "undefined for a signature of no key",
  requestPersistence: "takes nothing",
  suitePlan: "takes nothing",
  utcOffsetOf: "undefined for another value than a time",
  visibleText: "a text may be empty",
};

/** Functions that start a chain unless their options are wrong, with each option. */
const STARTS: Readonly<Record<string, string>> = {
  openShow: "at chain network classes policy",
  startLocalChain: "port",
  startTestChain: "startAt network",
};

/** The arguments that each function on a connection needs. An argument with `?` may be left out. */
const NAMED: Readonly<Record<string, string>> = {
  acceptHandOver: "eventId organizerId termsHash",
  acceptPlaces: "eventId className acceptances",
  admitEntries: "eventId admissions",
  admitRightsByHand: "eventId rightIds scannedAt reason",
  advanceDraw: "eventId className",
  appeal: "eventId className agentId holder evidence?",
  cancelEvent: "eventId",
  changeDrawAttester: "eventId className attester",
  checkSeller: "eventId url",
  delegateQuota: "eventId className from to quota",
  deliverReturns: "returns",
  designateAgent: "eventId className agentId quota?",
  dismissAgent: "eventId className agentId",
  entriesOf: "eventId state",
  extendDoors: "eventId doorsCloseAt",
  fetchEventDocument: "eventId timeout?",
  followDraw: "eventId className",
  grantMany: "eventId agentId rows",
  holdDraw: "eventId className",
  identityScope: "eventId",
  isAttester: "scopeEventId attester verifier?",
  isOrphaned: "block",
  listEntrants: "eventId className entrants",
  loadManifest: "eventId",
  nameRight: "rightId holder evidence",
  offerHandOver: "eventId to",
  offers: "eventId className entries",
  openDraw: "eventId className attester?",
  openReservedClass: "eventId className",
  passFor: "rightId count? documents?",
  postedSaleList: "eventId classId",
  postSaleList: "list endsAt",
  passesOf: "eventId holder documents?",
  pauseSales: "eventId",
  placeOf: "eventId className entry",
  proveRound: "eventId className",
  publishEvent: "organizerId terms documentUri?",
  raiseSupply: "eventId className supply",
  readAgents: "eventId className?",
  readAttesters: "scopeEventId verifier?",
  readDraw: "eventId className",
  readEvent: "eventId",
  readGates: "eventId",
  readMembers: "organizerId",
  readRight: "rightId",
  readTeam: "agentId",
  recomputeDraw: "eventId className",
  rebindRight: "rightId newHolder proof?",
  rebindRights: "rights",
  refreshPass: "pass",
  registerAgent: "name uri",
  registerOrganizer: "name uri",
  reopenPlaces: "eventId className places",
  rescheduleEvent: "eventId doorsOpenAt doorsCloseAt salesCloseAt",
  resumeSales: "eventId",
  restorePlace: "eventId className entry",
  revokeRights: "rightIds reason",
  settleDraw: "eventId className",
  setAttester: "scopeEventId attester trusted verifier?",
  setGate: "eventId gate kind byHandLimit?",
  setSaleHook: "eventId className saleHook",
  setTeamActive: "team active",
  setTeamProfile: "team name uri",
  setTeamRelayed: "team relayed",
  setTeamRole: "team account role",
};

/** Texts that may be empty on chain. */
const MAY_BE_EMPTY = ["name", "uri", "reason", "documentUri"];

describe("every export", () => {
  let chain: TestChain;
  let show: ShowWithGates;
  let inputs = 0;
  const modules = new Map<Barrel, Readonly<Record<string, unknown>>>();
  before(async () => {
    chain = await startTestChain();
    show = (await openShow(chain, { transport: "relay" })) as ShowWithGates;
    for (const barrel of BARRELS) modules.set(barrel, await import(`../src/${pathOf(barrel)}.ts`));
  });
  after(async () => {
    await chain.close();
    console.log(`      ${[...functions()].length} exports, ${inputs} inputs`);
  });

  function* functions(): Generator<readonly [string, (...args: readonly unknown[]) => unknown]> {
    const seen = new Set<unknown>();
    for (const module of modules.values()) {
      for (const [name, value] of Object.entries(module)) {
        if (typeof value !== "function" || seen.has(value)) continue;
        seen.add(value);
        yield [name, value as (...args: readonly unknown[]) => unknown];
      }
    }
  }

  /** How a call ended: "answered", or the code of its error. An error that is not the package's is thrown. */
  async function ending(name: string, run: () => unknown, told: string): Promise<string> {
    inputs++;
    try {
      const value = await run();
      const iterable = value as AsyncIterable<unknown> | undefined | null;
      if (typeof iterable?.[Symbol.asyncIterator] === "function") for await (const _ of iterable) break;
      return "answered";
    } catch (error) {
      if (isDoorkeyError(error)) return error.code;
      throw new Error(`${name}(${told}) fails with ${String(error)}`, { cause: error });
    }
  }

  it("fails with a DoorkeyError for arguments of any other form, or is documented to answer", async () => {
    const { agent, agentId } = show;
    const key = await createDeviceKey({ event: show.event, store: memoryKeys() });
    const first: readonly (readonly [string, unknown])[] = [
      ["a connection", agent],
      ["a seller", { connection: agent, agentId, purchases: memoryPurchases() }],
      ["a state", emptyIndex()],
      ["a key", key],
      ["an event", show.event],
      ["an object", {}],
    ];
    const answered = new Map<string, string>();
    for (const [name, run] of functions()) {
      if (CLASSES.includes(name) || STARTS[name] !== undefined) continue;
      for (const wrong of WRONG) {
        const calls: readonly (readonly [string, readonly unknown[]])[] = [
          [String(wrong), [wrong]],
          [`${wrong}, ${wrong}`, [wrong, wrong]],
          [`${wrong}, ${wrong}, ${wrong}`, [wrong, wrong, wrong]],
          ...first.flatMap(([what, one]): [string, unknown[]][] => [
            [`${what}, ${wrong}`, [one, wrong]],
            [`${what}, {}, ${wrong}`, [one, {}, wrong]],
          ]),
        ];
        for (const [told, args] of calls) {
          const end = await ending(name, () => run(...args), told);
          if (end === "answered" && told === String(wrong)) answered.set(name, told);
        }
      }
    }
    const undocumented = [...answered].filter(([name]) => TOTAL[name] === undefined);
    expect(undocumented.map(([name, told]) => `${name}(${told}) answers`)).to.deep.equal([]);
  }).timeout(120_000);

  it("that acts on a connection refuses each wrong argument by its name, before it sends anything", async () => {
    const address = show.agent.signer.address;
    const right: Readonly<Record<string, unknown>> = {
      ...show,
      acceptances: [{}],
      account: address,
      active: true,
      admissions: [],
      attester: address,
      block: { number: 1, hash: `0x${"12".repeat(32)}` },
      classId: 1,
      className: "standing",
      endsAt: show.doorsOpenAt,
      entrants: [{}],
      entries: [],
      entry: `0x${"12".repeat(32)}`,
      evidence: "0x12",
      from: 1,
      gate: address,
      holder: address,
      kind: "scanner",
      list: await merkleList([checksummed(address)], { event: show.event, classId: 1, kind: "holders" }),
      name: "Hall",
      newHolder: address,
      pass: {},
      places: 1,
      quota: 5,
      reason: "refund",
      relayed: true,
      returns: [{}],
      rightId: 1n,
      rightIds: [1n],
      rights: [{ rightId: 1n, newHolder: address }],
      role: "member",
      rows: [{}],
      saleHook: address,
      salesCloseAt: show.doorsOpenAt,
      scannedAt: 1,
      scopeEventId: 1,
      state: emptyIndex(),
      supply: 5,
      team: { agentId: 1 },
      termsHash: `0x${"12".repeat(32)}`,
      to: 1,
      trusted: true,
      uri: "",
      url: "https://hall.example",
    };
    const before = await chain.provider.getBlockNumber();
    for (const [name, run] of functions()) {
      const names = NAMED[name]?.split(" ") ?? [];
      const given = Object.fromEntries(names.map((one) => [one.replace("?", ""), right[one.replace("?", "")]]));
      for (const argument of names) {
        const field = argument.replace("?", "");
        for (const wrong of WRONG) {
          if (wrong === "" && MAY_BE_EMPTY.includes(field)) continue;
          if (wrong === undefined && argument.endsWith("?")) continue;
          const told = `${field}: ${String(wrong)}`;
          const end = await ending(name, () => run(show.agent, { ...given, [field]: wrong }), told);
          expect(end, `${name}(${told})`).to.match(/^(VALUE_INVALID|CLASS_UNKNOWN|PASS_MALFORMED)$/);
        }
      }
    }
    expect(await chain.provider.getBlockNumber()).to.equal(before);
    const acting = [...functions()].filter(([name]) => NAMED[name] !== undefined).length;
    expect(acting).to.equal(Object.keys(NAMED).length);
  }).timeout(60_000);

  it("that starts a chain refuses each wrong option before it starts one", async () => {
    const starting = new Map([...functions()].filter(([name]) => STARTS[name] !== undefined));
    expect([...starting.keys()].sort()).to.deep.equal(Object.keys(STARTS));
    for (const [name, run] of starting) {
      for (const wrong of WRONG) {
        if (wrong === undefined) continue;
        const whole = await ending(name, () => run(wrong), String(wrong));
        expect(whole, `${name}(${wrong})`).to.equal("VALUE_INVALID");
        for (const option of STARTS[name]?.split(" ") ?? []) {
          const told = `${option}: ${String(wrong)}`;
          const end = await ending(name, () => run({ [option]: wrong }), told);
          expect(end, `${name}(${told})`).to.equal("VALUE_INVALID");
        }
      }
    }
  });

  it("of a gate's clock, a list, a pass and a device refuses each wrong part by its name", async () => {
    const { event, agent } = show;
    const place = { event, classId: 1, kind: "holders" };
    const code = { status: "parsed", issuedAt: 1, challenge: NO_CHALLENGE, proof: { kind: "p256" } };
    const [late, fault] = [
      { status: "refuse", reason: "code-expired", secondsOld: 9 },
      { shownBy: "chain", secondsAhead: 9 },
    ];
    const deployment = agent.deployment;
    const wholes: readonly (readonly [name: string, parts: string, args: (change: object) => readonly unknown[]])[] = [
      ["checkGateClock", "now headAt manifest ages", (change) => [{ now: 1, ...change }]],
      ["codeAge", "issuedAt challenge proof", (change) => [{ ...code, ...change }, late, 1]],
      ["codeAge", "reason", (change) => [code, { ...late, ...change }, 1]],
      ["blameClock", "reason", (change) => [{ ...late, ...change }, fault]],
      ["blameClock", "shownBy secondsAhead", (change) => [late, { ...fault, ...change }]],
      ["merkleList", "event classId kind", (change) => [[agent.signer], { ...place, ...change }]],
      [
        "presaleProofs",
        "event root proofOf",
        (change) => [agent, [{ event, root: "0x", proofOf: () => "0x", ...change }]],
      ],
      ["completePass", "document", (change) => [{ v: 1 }, { document: show.terms, ...change }]],
      ["testDevice", "kind store", (change) => [{ store: memoryKeys(), ...change }]],
      ["createDeviceKey", "kind store event", (change) => [{ event, store: memoryKeys(), ...change }]],
      ["recoverPasskey", "event address", (change) => [{ event, address: agent.signer.address, ...change }]],
      [
        "signerOfAccount",
        "address signTypedData",
        (change) => [{ address: agent.signer.address, signTypedData() {}, ...change }],
      ],
      ["verifySuite", "contracts", (change) => [agent.provider, { ...deployment, ...change }]],
      ["planDeployment", "provider", (change) => [{ getAddress() {}, sendTransaction() {}, ...change }]],
      ["deploySuite", "provider", (change) => [{ getAddress() {}, sendTransaction() {}, ...change }]],
    ];
    const byName = new Map(functions());
    for (const [name, parts, args] of wholes) {
      const run = byName.get(name);
      if (run === undefined) throw new Error(`${name} is not exported`);
      for (const part of parts.split(" ")) {
        for (const wrong of WRONG) {
          const told = `${part}: ${String(wrong)}`;
          const end = await ending(name, () => run(...args({ [part]: wrong })), told);
          const isLeftOut = wrong === undefined && /^(headAt|manifest|ages|kind|store)$/.test(part);
          // A number is a time; a word may be of a later version.
          const isValue =
            (typeof wrong === "number" && Number.isFinite(wrong)) || (wrong === "" && typeof wrong === "string");
          if (isLeftOut || isValue) continue;
          expect(end, `${name}(${told})`).to.equal("VALUE_INVALID");
        }
      }
    }
  });

  it("that acts on a connection fails with a DoorkeyError on another chain, and at a node that lost old blocks", async () => {
    const right: Readonly<Record<string, unknown>> = { eventId: show.eventId, agentId: show.agentId, organizerId: 1 };
    const pruned = () => Promise.reject(makeError("missing trie node", "UNKNOWN_ERROR", {} as never));
    const old = nodeSaying(chain.provider, { call: pruned, getLogs: pruned, getBlock: pruned, estimateGas: pruned });
    const elsewhere = nodeSaying(chain.provider, { getNetwork: async () => Network.from(1) });
    const connections: readonly (readonly [string, Connection])[] = [
      ["an old block", { ...show.agent, provider: old }],
      ["another chain", { ...show.agent, signer: show.agent.signer.connect(elsewhere) }],
    ];
    const before = await chain.provider.getBlockNumber();
    for (const [told, connection] of connections) {
      for (const [name, run] of functions()) {
        if (NAMED[name] === undefined) continue;
        const end = await ending(name, () => run(connection, { ...right, name: "Hall", uri: "", team: right }), told);
        if (/^(register|pauseSales|cancelEvent)/.test(name) && told === "another chain") {
          expect(end, name).to.equal("CHAIN_DIFFERENT");
        }
      }
    }
    expect(await chain.provider.getBlockNumber()).to.equal(before);
  }).timeout(60_000);
});
