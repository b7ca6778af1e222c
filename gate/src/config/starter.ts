/** What the file that `init` writes starts with. */
export type Starter = {
  readonly event: number;
  readonly rpc: string;
  readonly relay: string | undefined;
  readonly name: string | undefined;
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly lanes: readonly string[];
  readonly scanner: string;
  readonly desk: string | undefined;
  readonly supervisorPin: string;
};

/**
 * A whole configuration file, with a comment for each choice.
 *
 * @example
 * await writeFile("gate.yaml", starter({ event: 7, rpc, relay, lanes: ["North"], scanner: "keys/scanner.json", … }));
 */
export function starter({ event, rpc, relay, name, tls, lanes, scanner, desk, supervisorPin }: Starter): string {
  const text = JSON.stringify;
  return `# Configuration of Doorkey's hub at a venue. It is read at the start. What is left out has a default: see README.md.
version: 1
event: ${event}

chain:
  rpc:
    - ${text(rpc)}

# The relay that pays for admissions. Without one the gate's key pays itself.
${relay === undefined ? "# relay: { url: https://relay.example }" : `relay: { url: ${text(relay)} }`}

# Gates reach the hub under this name. It is in the certificate, and its address is the hub's on the venue's network.
server:
  port: 8443
${name === undefined ? "  # name: gate-hub.organizer.example" : `  name: ${text(name)}`}

# Files are read again when they change. Without them the hub listens on this machine only.
${tls === undefined ? "# tls: { cert: fullchain.pem, key: privkey.pem }" : `tls: { cert: ${text(tls.cert)}, key: ${text(tls.key)} }`}

data: data

# Encrypted keys. The organizer lets them admit at the event. Their password comes from DOORKEY_GATE_PASSWORD_FILE.
keys:
  scanner: ${text(scanner)}
${desk === undefined ? "  # desk: keys/desk.json # admits by hand, within the organizer's limit" : `  desk: ${text(desk)}`}

# guests: guests.csv # the reference of an order and the id of its right in each line, for entries by hand

lanes:
${lanes.map((lane, i) => `  - { number: ${i + 1}, name: ${text(lane)} }\n`).join("")}
policy:
  alone: accept # or own-classes, stop: what a gate does that cannot reach the hub
  reentry: none # or allowed
  zones: []
  challenge: never # or always
  againSeconds: 20
  # identity: { classes: [VIP], reboundWithinHours: 24, sample: 0.02 }
  passkeys: []
  # - { origin: https://wallet.example, domain: wallet.example }

settle:
  when: prompt # or after-doors, which is cheaper
  undoSeconds: 60

# Hash of the PIN that makes a device a supervisor's for ten minutes.
supervisorPin: ${supervisorPin}
`;
}
