import { type Changes, nothing } from "./Change.ts";

/** An index keeps no draws, because the Ballot's own views give a draw whole at any time. */
export const ballotChanges: Changes = {
  DrawOpened: nothing,
  EntrantsListed: nothing,
  EntrantAppealed: nothing,
  DrawSettled: nothing,
  WaveOpened: nothing,
  PlaceAccepted: nothing,
  AcceptRefused: nothing,
  WaveHeld: nothing,
  DrawAttesterChanged: nothing,
  PlaceRestored: nothing,
  OpenSaleStarted: nothing,
};

export const beaconChanges: Changes = { RoundProven: nothing };
