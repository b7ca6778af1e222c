import type { Words } from "../words/Words.ts";

/** How long something took or is old, in the one unit that says enough. */
export function ageText(seconds: number, { age }: Words): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 90) return age.seconds(whole);
  const minutes = Math.round(whole / 60);
  return minutes < 90 ? age.minutes(minutes) : age.hours(Math.round(minutes / 60));
}
