/** What the file that `init` writes starts with. */
export type Starter = {
  readonly agent: number;
  readonly event: number;
  readonly document: string | undefined;
  readonly rpc: string;
  readonly relay: string | undefined;
  /** The name of a variable with the sponsor's key. */
  readonly relayKeyFrom: string | undefined;
  readonly url: string;
  readonly key: string;
  readonly shop: { readonly id: string; readonly keyHash: string };
};

/**
 * A whole configuration file, with a comment for each choice.
 *
 * @example
 * await writeFile("office.yaml", starter({ agent: 3, event: 7, rpc, relay, url, key: "keys/agent.json", … }));
 */
export function starter({ agent, event, document, rpc, relay, relayKeyFrom, url, key, shop }: Starter): string {
  const text = JSON.stringify;
  const payer = [relay && `url: ${text(relay)}`, relayKeyFrom && `keyFrom: ${relayKeyFrom}`].filter(Boolean).join(", ");
  return `# Configuration of Doorkey's office. It is read at the start. What is left out has a default: see README.md.
version: 1
agent: ${agent}

chain:
  rpc:
    - ${text(rpc)}

# The relay that pays for grants. Without one the agent's key pays itself.
${payer === "" ? "# relay: { url: https://relay.example, keyFrom: RELAY_KEY }" : `relay: { ${payer} }`}

# Your web server has the certificate and passes these paths on: /claims /returns /rebinds /rights /events /purchases.
# Keep / and /api, the box office, in your own network.
server:
  port: 8480
  operatorPort: 8481
  url: ${text(url)}

# walletPort: 8482 # serves the wallet too, for development

data: data

# An encrypted key, a member of the agent. Its password comes from DOORKEY_OFFICE_PASSWORD_FILE.
keys:
  agent: ${text(key)}

# For events that count persons: an attester's key, and the secret behind person tags.
# persons: { attester: keys/attester.json, eventKey: keys/persons.json }

events:
  - { id: ${event}${document === undefined ? "" : `, document: ${text(document)}`} }

# Shops that open purchases over HTTP, with the hash of their key.
shops:
  - { id: ${shop.id}, keyHash: ${text(shop.keyHash)} }

# Hosts of your own pages, to which a wallet sends fans back.
# sites: [tickets.shop.example]

# Where claims, grants and what happens to tickets later are posted to, signed with a secret of your environment.
# webhooks:
#   endpoints:
#     - { id: shop, url: https://tickets.shop.example/doorkey, secretFrom: DOORKEY_WEBHOOK_SECRET }

sales:
  keepMinutes: 15 # while a buyer pays at the counter
  claimHours: 168 # for the buyer's phone

staff:
  sessionHours: 12
`;
}
