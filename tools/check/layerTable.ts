/**
 * The layers of the repository, from low to high. An entry is a folder, or a file with its own layer. A file imports
 * its own folder and lower rows; the folders of one row do not import one another. A file belongs to the longest entry
 * that fits it. Tests (`*.test.ts`, `*.test-d.ts`) are above all rows, wherever they are.
 */
export const layerTable: readonly (readonly string[])[] = [
  ["vectors"],

  // The SDK. The layers up to the verdicts never ask a chain.
  ["sdk/src/core", "sdk/src/version.ts"],
  ["sdk/src/abi", "sdk/src/statements", "sdk/src/documents", "sdk/src/draw"],
  ["sdk/src/relay", "sdk/src/keys"],
  ["sdk/src/pass"],
  ["sdk/src/codes"],
  ["sdk/src/device", "sdk/src/verdicts"],
  ["sdk/src/chain"],
  ["sdk/src/calls"],
  ["sdk/src/state", "sdk/src/rights", "sdk/src/deployment"],
  ["sdk/src/teams", "sdk/src/sellers", "sdk/src/presale", "sdk/src/ballot"],
  ["sdk/src/agent/grants"],
  ["sdk/src/agent/bulk", "sdk/src/agent/passes"],
  ["sdk/src/agent/purchases"],
  ["sdk/src/organizer", "sdk/src/agent", "sdk/src/gate", "sdk/src/attester", "sdk/src/eventIndex"],
  ["sdk/src/audit"],
  ["sdk/src/testing"],
  ["sdk/src/index.ts", "sdk/src/buyer.ts", "sdk/src/code.ts"],

  // What the servers have in common.
  ["server/src/problems", "server/src/config", "server/src/doctor", "server/src/storage", "server/src/webhooks"],
  ["server/src/keys", "server/src/start", "server/src/http"],
  ["server/src/cli"],
  ["server/src/index.ts"],

  // The relay.
  ["relay/src/version.ts", "relay/src/problems", "relay/src/chain", "relay/src/storage"],
  ["relay/src/engine"],
  ["relay/src/policy", "relay/src/keys"],
  ["relay/src/config"],
  ["relay/src/intake", "relay/src/webhooks"],
  ["relay/src/metrics"],
  ["relay/src/adminPage/generated"],
  ["relay/src/http"],
  ["relay/src/adminPage/browser"],
  ["relay/src/startRelay"],
  ["relay/src/cli"],
  ["relay/src/index.ts"],

  // The hub of a venue. Its protocol is part of the gate page too.
  ["gate/src/version.ts", "gate/src/problems", "gate/src/alarms", "gate/src/protocol"],
  ["gate/src/storage", "gate/src/merge", "gate/src/keys"],
  ["gate/src/scans", "gate/src/devices", "gate/src/list", "gate/src/config"],
  ["gate/src/delivery", "gate/src/metrics"],
  ["gate/src/http"],
  ["gate/src/startGate", "gate/src/doctor"],
  ["gate/src/cli"],
  ["gate/src/index.ts"],

  // The server of a business.
  ["office/src/version.ts", "office/src/problems"],
  ["office/src/config", "office/src/storage"],
  ["office/src/keys", "office/src/follow", "office/src/staff"],
  ["office/src/sales"],
  ["office/src/rights"],
  ["office/src/imports", "office/src/webhooks", "office/src/metrics"],
  ["office/src/news"],
  ["office/src/http"],
  ["office/src/startOffice", "office/src/doctor"],
  ["office/src/cli"],
  ["office/src/index.ts"],

  // The command line, and what readers copy.
  ["cli/src"],

  // The pages.
  ["web/built.d.ts", "web/shared"],
  ["web/gate", "web/wallet", "web/box-office"],

  ["examples", "ignition"],
  ["contracts/ignition"],

  // What is not shipped.
  ["tools/support"],
  ["test-support"],
  ["test/helpers", "sdk/test", "relay/test", "cli/test"],
  ["contracts/scripts", "sdk/scripts", "relay/scripts", "cli/scripts"],
  ["gate/test", "office/test"],
  ["sdk/browser", "relay/browser", "web/scripts"],
  ["web/browser"],
  ["bench", "demo"],
  ["gate/scripts", "office/scripts", "web/browser/bench"],
  ["tools", "hardhat.config.ts"],
];

/** Sources of published packages, which import one another by the package's name, never by a path. */
export const publishedSources: readonly string[] = [
  "sdk/src",
  "server/src",
  "relay/src",
  "gate/src",
  "office/src",
  "cli/src",
];
