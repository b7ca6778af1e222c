import type { RequestStatus } from "doorkey/relay";

export type ReadEvent = { readonly id: number; readonly status: RequestStatus };

type Options = {
  readonly after?: number;
  /** Stops reading after an event of this state. Defaults to reading until the server ends the stream. */
  readonly until?: RequestStatus["state"];
  readonly signal?: AbortSignal;
};

/** Reads a stream of server-sent events as a browser would. */
export async function readEvents(url: string, { after, until, signal }: Options): Promise<ReadEvent[]> {
  const events: ReadEvent[] = [];
  const headers = { ...(after !== undefined && { "last-event-id": String(after) }) };
  try {
    const response = await fetch(url, { headers, ...(signal && { signal }) });
    if (response.headers.get("content-type") !== "text/event-stream") throw new Error(`status ${response.status}`);
    let text = "";
    for await (const chunk of response.body ?? []) {
      text += new TextDecoder().decode(chunk);
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const event = eventIn(text.slice(0, end));
        text = text.slice(end + 2);
        if (event !== undefined) events.push(event);
        if (event?.status.state === until && until !== undefined) return events;
      }
    }
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
  return events;
}

function eventIn(block: string): ReadEvent | undefined {
  const fields = new Map(
    block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
  );
  if (fields.get("event") !== "status") return undefined;
  return { id: Number(fields.get("id")), status: JSON.parse(fields.get("data") ?? "") as RequestStatus };
}
