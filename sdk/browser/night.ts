/** A night on the real contracts: a show, and a gate that loads its manifest and delivers its admissions. */
import { openShow } from "doorkey-test-support/show";
import type { Address, Hex } from "../src/core/Hex.ts";
import { unpackRightId } from "../src/core/RightId.ts";
import { loadManifest } from "../src/gate/loadManifest.ts";
import { startTestChain } from "../src/testing/startTestChain.ts";
import { act, grant, namesOf } from "../test/helpers/acts.ts";

export type Night = Awaited<ReturnType<typeof openNight>>;

export async function openNight() {
  const chain = await startTestChain();
  const show = await openShow(chain, { gates: true });
  const { event, eventId, gate, doorsOpenAt } = show;
  return {
    event,
    doorsOpenAt,
    close: chain.close,
    /** Grants one batch of rights; returns its number. */
    grant: async (holders: readonly Address[]) => unpackRightId(await grant(show, holders)).batch,
    openDoors: () => chain.clock.travelTo(doorsOpenAt),
    /** The manifest that the gate loads. */
    manifest: () => loadManifest(gate, { eventId }),
    /** Sends the gate's call; returns the names of its events. */
    admit: async (entries: readonly bigint[], packed: Hex) =>
      namesOf(await act(gate, "EntryRightRegistry", "admit", [eventId, entries, packed])),
  };
}
