/** Something on chain is not as the story says: told in a line instead of a stack. */
export class JourneyError extends Error {}
