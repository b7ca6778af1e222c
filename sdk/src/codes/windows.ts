/** A new code every so many seconds. */
export const ROTATE_EVERY = 10;

/** How far a code's issuedAt may be from a gate's clock, in seconds; both ends are still good. */
export type Window = { readonly past: number; readonly ahead: number };

export const CODE_WINDOW: Window = { past: 45, ahead: 15 };

/** A passkey signs once for an entry: its code has time to reach the gate. */
export const PASSKEY_WINDOW: Window = { past: 120, ahead: 15 };

/** How long a gate waits for the answer to a challenge. */
export const CHALLENGE_SECONDS = 30;

/** The chain takes no time mode proof that is further apart from its scan. */
export const CHAIN_WINDOW = 600;
