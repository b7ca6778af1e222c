/** A phone, tablet or laptop at a lane, known by the key that it made when it joined. */
export type Device = {
  /** Made of its key, so that a device which joins a new hub keeps its id and its log. */
  readonly id: string;
  readonly name: string;
  /** Base64url of the raw P-256 key, 65 bytes. */
  readonly publicKey: string;
  readonly lane: number;
  /** Seconds since 1970. */
  readonly joinedAt: number;
  readonly revokedAt: number | undefined;
};

/** What a device may do now: a supervisor gave the PIN on it some minutes ago. */
export type Role = "steward" | "supervisor";
