/** What `init` may prepare a relay for. The names are those of `--preset`. */
export const PRESETS = ["ticketing", "stadium"] as const;

export type PresetName = (typeof PRESETS)[number];

export function isPreset(name: string): name is PresetName {
  return PRESETS.some((preset) => preset === name);
}

/** Lines of the configuration that make a relay keep up with an on-sale of tens of thousands of orders. */
const STADIUM = `
# For an on-sale: one caller brings thousands of grants in a few minutes, each of up to 1,228 rights.
requests:
  queuedPerSender: 1000
  deadlineSeconds: 900 # a full chain may take some minutes
limits:
  bodyBytes: 16777216 # a hundred grants of 1,228 rights
  perIp: { points: 60000, seconds: 60 }
  perKey: { points: 60000, seconds: 60 }
  perSender: { points: 6000, seconds: 60 }
batches:
  maxInFlight: 16 # transactions of one signer, so one signer fills several blocks
  maxWaitMs: 250
  bumpAfterSeconds: 60
  pollMs: 100
`;

/** What a preset adds to the configuration, and what its first sponsor may spend. */
export const presetOf = {
  ticketing: {
    lines: "",
    budget: `    # Reserved at fees.maxFeePerGas until the cost is known: 0.3 ether for a grant of 1,000 rights.
    budget: { perDay: 2 ether, perMonth: 20 ether }`,
  },
  stadium: {
    lines: STADIUM,
    budget: `    # 60,000 rights in grants of 1,000 cost 15 ether at 50 gwei, and what is under way is reserved at the likely price.
    budget: { perDay: 40 ether, perMonth: 100 ether }`,
  },
} as const satisfies Record<PresetName, { readonly lines: string; readonly budget: string }>;
