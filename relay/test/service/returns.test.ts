import { expect } from "chai";
import { contractAt, interfaces } from "doorkey/abi";
import { type Address, createDeviceKey, type DeviceKey, type Hex, memoryKeys, returnDigest } from "doorkey/buyer";
import type { Submitted, WireSignedReturn } from "doorkey/relay";
import type { Show } from "doorkey-test-support/show";
import { grantParty, rightsRegistryOf } from "../helpers/show.ts";
import { expectProblem } from "./helpers/expectProblem.ts";
import { ADMIN_KEY, API_KEY, OTHER_KEY, type RelayStage, startRelayStage } from "./helpers/relayStage.ts";

describe("returns", () => {
  let stage: RelayStage;
  let key: DeviceKey;
  before(async () => {
    stage = await startRelayStage();
    key = await deviceKey("secp256k1", stage.show.eventId);
  });
  after(() => stage.close());

  const deviceKey = (kind: "secp256k1" | "p256", eventId: number) =>
    createDeviceKey({
      kind,
      store: memoryKeys(),
      event: { chainId: 31337, rightsRegistry: rightsRegistryOf(stage.node), eventId },
    });

  type Wish = {
    readonly first: bigint;
    readonly count?: number;
    readonly rebinds?: number;
    readonly expiresAt?: bigint;
  };

  async function signed(by: DeviceKey, { first, count = 1, rebinds = 0, expiresAt }: Wish): Promise<WireSignedReturn> {
    const end = expiresAt ?? BigInt((await stage.node.clock.now()) + 3_600);
    const statement = { rightId: first, count, holder: by.address, rebinds, expiresAt: end };
    const signature = await by.sign(
      returnDigest({ chainId: 31337, rightsRegistry: rightsRegistryOf(stage.node) }, statement),
    );
    return { rightId: String(first), count, rebinds, expiresAt: String(end), signature };
  }

  const hand = (returns: readonly WireSignedReturn[], apiKey?: string) =>
    stage.call<Submitted>("POST", "/v1/returns", { body: { returns }, ...(apiKey !== undefined && { key: apiKey }) });
  const party = (holder: Address, count = 1, show: Show = stage.show) => grantParty(show, holder, count);
  const statusesOf = async (first: bigint, count: number) => {
    const rights = contractAt("EntryRightRegistry", rightsRegistryOf(stage.node), stage.node.provider);
    return Promise.all(
      Array.from({ length: count }, async (_, i) => Number((await rights.rightOf(first + BigInt(i))).status)),
    );
  };

  for (const kind of ["secp256k1", "p256"] as const) {
    it(`of a ${kind} key free a party's places, without any API key`, async () => {
      const holder = await deviceKey(kind, stage.show.eventId);
      const first = await party(holder.address, 3);
      const wish = await signed(holder, { first, count: 2 });
      const { status, body } = await hand([wish]);
      expect(status).to.equal(202);
      const digest = body.results[0]?.digest as Hex;
      const done = await stage.reaches(digest, "mined");
      expect(done).to.include({ kind: "return", outcome: "success" });
      expect(await statusesOf(first, 3)).to.deep.equal([3, 3, 0]);
      // Safe to repeat, although the right is void by now.
      const [again] = (await hand([wish])).body.results;
      expect(again).to.have.nested.property("status.transactionHash", done.transactionHash);
    });
  }

  it("are accepted under a sponsor's key if it pays for returns of the event", async () => {
    const first = await party(key.address);
    const wish = await signed(key, { first });
    expectProblem(await hand([wish], OTHER_KEY), "TARGET_NOT_SPONSORED");
    expectProblem(await hand([wish], "dk_nobody_nothing"), "KEY_UNKNOWN");
    expect((await hand([wish], API_KEY)).status).to.equal(202);
    const elsewhere = await party(key.address, 1, stage.stranger);
    expectProblem(await hand([await signed(key, { first: elsewhere })]), "KEY_MISSING");
    expectProblem(await hand([await signed(key, { first: elsewhere })], API_KEY), "ARGUMENTS_NOT_SPONSORED");
  });

  it("are refused when the registry would pass over them", async () => {
    const first = await party(key.address, 2);
    const thief = await deviceKey("p256", stage.show.eventId);
    expectProblem(await hand([await signed(thief, { first })]), "SIGNATURE_INVALID");
    const wish = await signed(key, { first });
    expectProblem(await hand([{ ...wish, count: 2 }]), "SIGNATURE_INVALID");
    expectProblem(await hand([{ ...wish, count: 9 }]), "RETURN_INVALID");
    expectProblem(await hand([{ ...wish, rightId: String(1n << 64n) }]), "BODY_MALFORMED");
    expectProblem(await hand([await signed(key, { first, count: 3 })]), "RETURN_INVALID");
    expectProblem(await hand([await signed(key, { first: first + 2n })]), "RETURN_INVALID");
    expectProblem(await hand([await signed(key, { first, rebinds: 1 })]), "RETURN_INVALID");
    const now = BigInt(await stage.node.clock.now());
    expectProblem(await hand([await signed(key, { first, expiresAt: now + 10n })]), "DEADLINE_TOO_NEAR");
  });

  it("of the same rights are accepted one at a time, so that they cost the organizer only once", async () => {
    const first = await party(key.address, 4);
    const signer = `/v1/admin/signers/${stage.signer.address}`;
    await stage.call("POST", `${signer}/pause`, { key: ADMIN_KEY });
    const now = BigInt(await stage.node.clock.now());
    const one = await signed(key, { first, count: 2 });
    expect((await hand([one])).status).to.equal(202);
    const overlapping = await signed(key, { first: first + 1n, count: 2, expiresAt: now + 1_000n });
    expectProblem(await hand([overlapping]), "RETURN_PENDING");
    expect((await hand([await signed(key, { first: first + 2n, count: 2 })])).status).to.equal(202);
    await stage.call("POST", `${signer}/resume`, { key: ADMIN_KEY });
  });

  it("of the same rights are accepted once, however many statements come at once", async () => {
    const signer = `/v1/admin/signers/${stage.signer.address}`;
    await stage.call("POST", `${signer}/pause`, { key: ADMIN_KEY });
    const now = BigInt(await stage.node.clock.now());
    const statements = async (count: number) => {
      const first = await party(key.address);
      return Promise.all(
        Array.from({ length: count }, (_, i) => signed(key, { first, expiresAt: now + 3_000n + BigInt(i) })),
      );
    };
    const { body } = await hand(await statements(20));
    expect(body.results.filter((result) => "status" in result)).to.have.length(1);
    const codes = body.results.flatMap((result) => ("problem" in result ? result.problem.code : []));
    expect(codes).to.deep.equal(Array.from({ length: 19 }, () => "RETURN_PENDING"));

    const apart = await Promise.all((await statements(8)).map((one) => hand([one])));
    expect(apart.map(({ status }) => status).sort()).to.deep.equal([202, 409, 409, 409, 409, 409, 409, 409]);
    await stage.call("POST", `${signer}/resume`, { key: ADMIN_KEY });
  });

  it("are refused after their window, when gates' admissions come without a key", async () => {
    const first = await party(key.address);
    const { returnUntil } = stage.show.terms.schedule;
    await stage.node.clock.travelTo(returnUntil - 10);
    const late = await signed(key, { first, expiresAt: BigInt(returnUntil) + 86_400n });
    expectProblem(await hand([late]), "RETURN_INVALID");

    await stage.node.clock.travelTo(stage.show.doorsOpenAt);
    const data = interfaces.EntryRightRegistry.encodeFunctionData("admit", [stage.show.eventId, [], "0x"]) as Hex;
    const body = { from: stage.show.gate.signer.address, to: rightsRegistryOf(stage.node), data };
    const prepared = await stage.call<{ request: Parameters<RelayStage["sign"]>[1] }>("POST", "/v1/prepare", { body });
    expect(prepared.status).to.equal(200);
    const admission = await stage.sign(stage.show.gate.signer, prepared.body.request);
    const { status } = await stage.call("POST", "/v1/requests", { body: { requests: [admission] } });
    expect(status).to.equal(202);
    expect((await stage.reaches(stage.digestOf(admission), "mined")).outcome).to.equal("success");
  });
});
