import { createServer } from "node:http";
import { type Address, type Connection, type Hex, isHex } from "doorkey";
import { attestPerson, identityScope, personTag } from "doorkey/attester";
import type { Signer } from "ethers";

/** Key of the event from which the attester makes person tags. */
const EVENT_KEY = new Uint8Array(32).fill(7);

export type AttesterPage = {
  readonly url: string;
  /** The tag of the person with a document. */
  tagOf(number: string): Hex;
  /** What the attester signs for a document, a key and an agent. */
  vouch(number: string, holder: Address, agentId: number): Promise<Hex>;
  stop(): Promise<void>;
};

/** The page of an attester: a fan types the number of a document, and goes back with evidence for the phone's key. */
export async function serveAttester(
  connection: Connection,
  { eventId, attester, port }: { readonly eventId: number; readonly attester: Signer; readonly port: number },
): Promise<AttesterPage> {
  const scope = await identityScope(connection, { eventId });
  const tagOf = (number: string) =>
    personTag({ scope, document: { type: "fan card", country: "JPN", number } }, EVENT_KEY);
  const vouch = async (number: string, holder: Address, agentId: number) => {
    // The clock of the chain is ahead of this machine's.
    const issuedAt = (await connection.provider.getBlock("latest"))?.timestamp ?? 0;
    return attestPerson({ scope, personTag: tagOf(number), holder, agentId, issuedAt }, attester);
  };
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? "/", `http://127.0.0.1:${port}`);
    const field = (name: string) => searchParams.get(name) ?? "";
    const [number, holder] = [field("number"), field("holder")];
    if (number === "" || !isHex(holder, 20)) {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      return void response.end(formOf(["event", "agent", "holder", "back"].map((name) => [name, field(name)])));
    }
    void vouch(number, holder, Number(field("agent"))).then((evidence) => {
      response.writeHead(303, { location: `${field("back")}#evidence=${evidence}` }).end();
    });
  });
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${port}/`,
    tagOf,
    vouch,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function formOf(fields: readonly (readonly [name: string, value: string])[]): string {
  const kept = fields.map(([name, value]) => `<input type="hidden" name="${name}" value="${encodeURI(value)}">`);
  return `<!doctype html><meta name="viewport" content="width=device-width"><title>Identity check</title>
    <form>${kept.join("")}<label>Number of your document <input name="number"></label><button>Show it</button></form>`;
}
