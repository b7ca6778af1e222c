/** Which orders of a class are asked about: those that may still be granted at `now`. */
export type InvitedQuestion = {
  readonly eventId: number;
  readonly classId: number;
  /** A whole number of seconds since 1970. */
  readonly now: number;
  /** Seats whose orders are looked for. */
  readonly seats: readonly number[];
  /** The id of an order that does not count. */
  readonly except?: string | undefined;
};

/** What invited orders take of a class. */
export type Invited = {
  readonly rights: number;
  /** Those of the seats asked for that are in one of these orders, ascending. */
  readonly seats: readonly number[];
};
