import { expect } from "chai";
import { openShow, type Show } from "doorkey-test-support/show";
import { AbiCoder, concat } from "ethers";
import { interfaces } from "../../abi/contracts.ts";
import { revertedError } from "../../abi/revertedError.ts";

import { DoorkeyError } from "../../core/DoorkeyError.ts";
import type { Address, Hex } from "../../core/Hex.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { namedByHook } from "./hookRefusal.ts";

const encode = (selector: Hex, type: string, value: unknown) =>
  concat([selector, AbiCoder.defaultAbiCoder().encode([type], [value])]) as Hex;
/** Error(string), Panic(uint256), and an error of a contract that the SDK does not know. */
const TEXT = encode("0x08c379a0", "string", "Not on a Sunday");
const PANIC = encode("0x4e487b71", "uint256", 17);
const STRANGE = encode("0xdecafbad", "uint256", 1);
const OURS = interfaces.EntryRightRegistry.encodeErrorResult("HolderZero", [4]) as Hex;

describe("namedByHook", () => {
  let chain: TestChain;
  let show: Show;
  let saleHook: Address;
  before(async () => {
    chain = await startTestChain();
    saleHook = chain.deployment.contracts.EventRegistry.address;
    show = await openShow(chain, { classes: { hooked: { supply: 9, saleHook }, open: { supply: 9 } } });
  });
  after(() => chain.close());

  const named = (error: unknown, classId = 1) => namedByHook(show.agent, { eventId: show.eventId, classId }, error);

  const said: readonly [string, unknown, string][] = [
    ["with a text", revertedError({ data: TEXT }), 'and said "Not on a Sunday"'],
    ["by a panic", revertedError({ data: PANIC }), 'and said "17"'],
    ["with an error of its own", revertedError({ data: STRANGE }), `and said ${STRANGE}`],
    ["without a word", new DoorkeyError("CALL_REVERTED", { cause: new Error("reverted") }), "without a reason"],
  ];
  for (const [how, error, words] of said) {
    it(`names the hook that refused a grant ${how}`, async () => {
      const told = (await named(error)) as DoorkeyError;
      expect([told.code, told.cause]).to.deep.equal(["SALE_HOOK_REFUSED", error]);
      expect(told.message.split("\n")[1]).to.equal(
        `The sale hook ${saleHook} of class 1 of event ${show.eventId} refused the grant ${words}.`,
      );
    });

    it(`changes no error of a grant that was refused ${how} in a class without a hook`, async () => {
      expect(await named(error, 2)).to.equal(error);
    });
  }

  it("changes no error of the suite, and none of another kind", async () => {
    for (const error of [
      revertedError({ data: OURS }),
      new DoorkeyError("RELAY_BUSY"),
      new Error("reverted"),
      undefined,
    ]) {
      expect(await named(error), String(error)).to.equal(error);
    }
  });
});
