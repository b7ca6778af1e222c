import type { Office } from "../../src/startOffice/startOffice.ts";
import type { Clerk } from "./Clerk.ts";
import { until } from "./until.ts";

/** What the office told a clerk's page, as it came. */
export type Listening = {
  readonly text: () => string;
  /** Resolves when the office has told something that matches. */
  readonly until: (pattern: RegExp) => Promise<void>;
  /** Resolves when the office ends the stream. */
  readonly ended: Promise<void>;
  readonly close: () => Promise<void>;
};

/** Opens a clerk's stream. */
export async function listenTo({ url }: Pick<Office, "url">, { cookie }: Pick<Clerk, "cookie">): Promise<Listening> {
  const { body } = await fetch(`${url}/api/stream`, { headers: { cookie } });
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const ended = (async () => {
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) text += part.value;
  })();
  return {
    text: () => text,
    until: (pattern) => until(`the office tells ${pattern}`, () => pattern.test(text)),
    ended,
    close: async () => {
      await reader?.cancel();
      await ended;
    },
  };
}
