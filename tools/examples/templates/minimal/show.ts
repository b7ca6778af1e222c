import assert from "node:assert/strict";
import { readEvent } from "doorkey";
import { openShow } from "doorkey/testing";
import { network } from "hardhat";

const connection = await network.create();
const { chain, organizer, eventId, terms } = await openShow({ network: connection, at: "doors" });
assert.equal(await chain.clock.now(), terms.schedule.doorsOpenAt);
assert.equal((await readEvent(organizer, { eventId })).classes[0]?.name, "standing");
await chain.close();
