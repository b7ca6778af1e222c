import { expect } from "chai";
import { openShow, type Show } from "doorkey-test-support/show";
import { grant, strangerAt } from "../../test/helpers/acts.ts";
import { packRightId, unpackRightId } from "../core/RightId.ts";
import { startTestChain } from "../testing/startTestChain.ts";
import { followSuite } from "./followSuite.ts";
import type { IndexState } from "./IndexState.ts";
import { indexedRight } from "./indexedRight.ts";
import { classIn, eventIn, placeOf } from "./lookUp.ts";
import { rightsOf } from "./rightsOf.ts";

describe("looking up in an index", () => {
  let show: Show;
  let state: IndexState;
  let first: bigint;
  before(async () => {
    const chain = await startTestChain();
    try {
      show = await openShow(chain, { classes: { standing: { supply: 10 } } });
      first = await grant(show, [strangerAt(1), strangerAt(2), strangerAt(1)]);
      const index = await followSuite(await chain.connect());
      await index.catchUp();
      state = index.state;
    } finally {
      await chain.close();
    }
  });

  const refusalOf = (look: () => unknown) => {
    try {
      look();
    } catch (error) {
      const { code, message } = error as Error & { code: string };
      return [code, message.split("\n")[1]];
    }
    return undefined;
  };

  it("finds the rights of a batch, and none behind its last", () => {
    const { eventId, batch } = unpackRightId(first);
    expect(indexedRight(state, { rightId: first + 2n })).to.include({ className: "standing", seat: 0, named: false });
    expect(indexedRight(state, { rightId: first + 2n })?.holder.toLowerCase()).to.equal(strangerAt(1));
    expect(placeOf(state, first + 2n)).to.include({ event: eventIn(state, eventId), index: 2 });
    for (const rightId of [
      first + 3n,
      packRightId({ eventId, batch: batch + 1, index: 0 }),
      packRightId({ eventId: eventId + 1, batch, index: 0 }),
    ]) {
      expect(indexedRight(state, { rightId }), `${rightId}`).to.equal(undefined);
    }
  });

  it("finds the rights of a holder, in the order in which it got them", () => {
    const heldBy = (holder: string) => rightsOf(state, { holder }).map(({ rightId }) => rightId);
    expect(heldBy(strangerAt(1))).to.deep.equal([first, first + 2n]);
    expect(heldBy(strangerAt(2).toUpperCase().replace("0X", "0x"))).to.deep.equal([first + 1n]);
    expect(heldBy(strangerAt(3))).to.deep.equal([]);
  });

  it("names what the logs lack", () => {
    const { eventId } = show;
    const event = eventIn(state, eventId);
    const { batch } = unpackRightId(first);
    const later = packRightId({ eventId, batch: batch + 1, index: 0 });
    for (const [look, what] of [
      [() => eventIn(state, eventId + 1), `event ${eventId + 1}`],
      [() => classIn(event, 2), `class 2 of event ${eventId}`],
      [() => classIn(event, 0), `class 0 of event ${eventId}`],
      [() => placeOf(state, later), `batch ${batch + 1} of event ${eventId}`],
      [() => placeOf(state, first + 3n), `right ${first + 3n}`],
    ] as const) {
      expect(refusalOf(look)).to.deep.equal(["INDEX_INCOMPLETE", `No log has ${what}.`]);
    }
  });
});
