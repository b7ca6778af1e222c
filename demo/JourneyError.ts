/** The chain differs from the story: reported in one line instead of a stack. */
export class JourneyError extends Error {}
