/** What a team says of itself. */
export type TeamProfile = {
  readonly name: string;
  /** Where it says who it is, such as `https://zepp.example`. */
  readonly uri: string;
};
