/** Seconds between two codes. */
export const ROTATE_EVERY = 10;

/** How far a code's issuedAt may be from a gate's clock, in seconds. Both ends are still valid. */
export type Window = { readonly past: number; readonly ahead: number };

export const CODE_WINDOW: Window = { past: 45, ahead: 15 };

/** Longer for a passkey, because it signs once for each entry and its code needs time to reach the gate. */
export const PASSKEY_WINDOW: Window = { past: 120, ahead: 15 };

/** How long a gate waits for the answer to a challenge, in seconds. */
export const CHALLENGE_SECONDS = 30;

/** The chain refuses a time mode proof that is more seconds apart from its scan. */
export const CHAIN_WINDOW = 600;

/** How long a lane takes a ticket that it let through for the one that still stands before its camera, in seconds. */
export const AGAIN_SECONDS = 20;
