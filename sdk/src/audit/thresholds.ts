/** From where on an allowed thing is a flag. Shares are in percent. */
export type Thresholds = {
  /** Returns that the same agent granted again soon after they were reopened. */
  readonly sameAgentRegrants: number;
  /** Minutes from the return to the grant, for `sameAgentRegrants`. */
  readonly sameAgentMinutes: number;
  /** Rebinds by an admin of the organizer without consent of the holder. */
  readonly rebindsByOrganizer: number;
  /** Share of an agent's rights that moved to another key. */
  readonly movedPercent: number;
  /** Revocations by the organizer in a class that sells by a draw. */
  readonly revokedInDraw: number;
  /** Share of a wave's places that winners claimed; less is a flag. */
  readonly claimedPercent: number;
  /** Share of accepted places that were never granted. */
  readonly notGrantedPercent: number;
  /** Share of entrants who appealed. */
  readonly appealsPercent: number;
  /** Hours from the opening of a draw to the end of its list; less is a flag. */
  readonly listHours: number;
  /** Share of a desk's admissions among all, by hand. */
  readonly byHandPercent: number;
  /** Rights that were shown again with answers to the challenges of two gates. */
  readonly twoGatePresentations: number;
  /** Admissions of a lane in one second. */
  readonly admissionsPerSecond: number;
  /** Orders of one holder in a class without names. */
  readonly ordersOfHolder: number;
};

/**
 * The thresholds of an audit that gets no others.
 *
 * @example
 * import { defaultThresholds } from "doorkey/audit";
 *
 * const strict = { ...defaultThresholds, movedPercent: 1 };
 */
export const defaultThresholds: Thresholds = {
  sameAgentRegrants: 0,
  sameAgentMinutes: 10,
  rebindsByOrganizer: 0,
  movedPercent: 2,
  revokedInDraw: 0,
  claimedPercent: 60,
  notGrantedPercent: 1,
  appealsPercent: 0.5,
  listHours: 24,
  byHandPercent: 5,
  twoGatePresentations: 0,
  admissionsPerSecond: 2,
  ordersOfHolder: 4,
};
