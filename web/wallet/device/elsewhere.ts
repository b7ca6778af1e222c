import type { DeviceAbilities } from "doorkey/buyer";
import type { Advice, Words } from "../words/Words.ts";
import type { Place } from "./keyFor.ts";

type Why = Extract<Place, { readonly keeps: undefined }>["why"];

/** Why tickets do not belong where the page is open, and where they do. */
export function elsewhere(words: Words, why: Why, system: DeviceAbilities["system"]): Advice {
  switch (why) {
    case "app":
      return words.place.app[system];
    case "private":
      return words.place.private;
    case "other-wallet":
      return words.offer.otherWallet;
    default:
      return words.faults[why];
  }
}
