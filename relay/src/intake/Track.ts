import type { Hex } from "doorkey/buyer";
import type { RequestStatus } from "doorkey/relay";
import { ProblemError } from "../http/ProblemError.ts";

/** What became of one item of a body. */
export type Answer =
  | { readonly digest: Hex; readonly status: RequestStatus }
  | { readonly digest?: Hex; readonly problem: ProblemError };

/** An item on its way through the checks; done once there is an answer. */
export type Track<item> = { readonly item: item; digest?: Hex; answer?: Answer };

/**
 * Runs a check on every item that has no answer yet, a few at a time. A ProblemError that it throws is that item's
 * answer; whatever else it throws (no chain, no database) ends the whole body, which may then be sent again.
 */
export async function eachOpen<item>(
  tracks: readonly Track<item>[],
  check: (track: Track<item>) => Promise<void> | void,
  atOnce = 8,
): Promise<void> {
  const open = tracks.filter(({ answer }) => answer === undefined);
  for (let start = 0; start < open.length; start += atOnce) {
    await Promise.all(open.slice(start, start + atOnce).map((track) => runOn(track, check)));
  }
}

async function runOn<item>(track: Track<item>, check: (track: Track<item>) => Promise<void> | void): Promise<void> {
  try {
    await check(track);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    track.answer = { ...(track.digest !== undefined && { digest: track.digest }), problem: error };
  }
}

/** Items without an answer. */
export function open<item>(tracks: readonly Track<item>[]): Track<item>[] {
  return tracks.filter(({ answer }) => answer === undefined);
}
