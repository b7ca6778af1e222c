/** The chain contradicts the story. Printed as one line, without a stack. */
export class JourneyError extends Error {}
