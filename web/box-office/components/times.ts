import { atVenue } from "../../shared/locale/eventTimes.ts";
import type { BoxOffice } from "../BoxOffice.ts";

/** Seconds as a day and a time at the venue of the chosen event. */
export function timeAt(office: BoxOffice, seconds: number): string {
  return atVenue(office.state.language.value, seconds, office.event?.startsAt ?? "");
}

/** Seconds as minutes and seconds, such as 9:05. */
export function countdown(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
