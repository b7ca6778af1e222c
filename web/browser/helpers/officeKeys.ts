/** Whose keys the office of a counter signs with. */
export const AGENT = "agent of the counter";
export const ATTESTER = "attester of the counter";
