/** Inputs for each property: defaults to 2,000; DOORKEY_FUZZ sets another number. */
export const RUNS = Number(process.env.DOORKEY_FUZZ ?? 2_000);
