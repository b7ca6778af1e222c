/** Inputs for each property: 2,000, or as many as DOORKEY_FUZZ says. */
export const RUNS = Number(process.env.DOORKEY_FUZZ ?? 2_000);
