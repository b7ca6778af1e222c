import type { DrawBook } from "./DrawBook.ts";
import type { DrawRun, DrawStep } from "./DrawStep.ts";
import { endKeeping, newPlaying, type Playing } from "./Playing.ts";
import { playAccept, playGrant, playRestore } from "./playPlaces.ts";
import { playHold, playOpenSale, playWave } from "./playWaves.ts";

type Player<kind extends DrawStep["kind"]> = (
  playing: Playing,
  step: Extract<DrawStep, { readonly kind: kind }>,
) => void;

const players: { readonly [kind in DrawStep["kind"]]: Player<kind> } = {
  wave: playWave,
  openSale: playOpenSale,
  accept: playAccept,
  hold: playHold,
  restore: playRestore,
  grant: playGrant,
};

/** Plays the steps of a draw again up to a time in seconds, and notes what the Ballot would not have done. */
export function playDraw(run: DrawRun, book: DrawBook, until: number): Playing {
  const playing = newPlaying(run, book);
  for (const step of run.steps) players[step.kind](playing, step as never);
  if (playing.wave > 0) endKeeping(playing, until);
  return playing;
}
