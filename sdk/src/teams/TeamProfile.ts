/** How a team describes itself. */
export type TeamProfile = {
  readonly name: string;
  /** Address of a page about the team, such as `https://zepp.example`. */
  readonly uri: string;
};
