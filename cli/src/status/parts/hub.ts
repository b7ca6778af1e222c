import { join } from "node:path";
import { readTextIfThere } from "../../terminal/files.ts";
import { isObject, jsonIn } from "../../terminal/json.ts";
import { count } from "../../terminal/Terminal.ts";
import { type StatusContext, statusPart } from "../StatusPart.ts";

type HubOption = NonNullable<StatusContext["hub"]>;

type HubStatus = { readonly url: string } & (
  | {
      readonly problem?: undefined;
      readonly ready: boolean;
      readonly reasons: readonly string[];
      readonly inside: number;
      readonly devices: number;
      /** Entries that are not final on the chain, and the age of the oldest in seconds. */
      readonly unsettled: number;
      readonly oldest: number | undefined;
      readonly refused: number;
      readonly alarms: readonly string[];
    }
  | { readonly problem: string }
);

/** Milliseconds within which a hub must answer. */
const TIMEOUT_MS = 10_000;

/** The hub of the venue and its entries that are not settled, if one is given. */
export const hub = statusPart<HubStatus>({
  name: "hub",
  title: "Hub",
  read: async ({ hub: given }) => {
    if (given === undefined) return undefined;
    const { url, token } = await placeOf(given);
    if (url === undefined) return { url: given.gate, problem: "No hub ran with this data folder so far." };
    if (token === undefined) return { url, problem: "Set DOORKEY_GATE_TOKEN to the operator's token of the hub." };
    return readHub(url, token);
  },
  show: (terminal, status) => {
    terminal.fact("hub", status.url);
    if (status.problem !== undefined) return terminal.warn(status.problem);
    const { ready, reasons, inside, devices, unsettled, oldest = 0, refused, alarms } = status;
    terminal.fact("state", ready ? "ready" : `not ready: ${reasons.join(", ")}`);
    terminal.fact("inside", `${count(inside, "right")}, ${count(devices, "gate")} connected`);
    const age = oldest < 120 ? `${Math.round(oldest)} s` : `${Math.round(oldest / 60)} min`;
    terminal.fact("unsettled", unsettled === 0 ? "0" : `${unsettled}, the oldest for ${age}`);
    if (refused > 0) terminal.warn(`The chain refused ${refused} of the entries that gates let in.`);
    for (const sentence of alarms) terminal.warn(sentence);
  },
});

/** A folder has both in a file that the hub writes. */
async function placeOf({ gate, token }: HubOption): Promise<{ url: string | undefined; token: string | undefined }> {
  if (/^https?:\/\//.test(gate)) return { url: gate.replace(/\/+$/, ""), token };
  const file = jsonIn((await readTextIfThere(join(gate, "operator.json"))) ?? "");
  const text = (name: string) => (isObject(file) && typeof file[name] === "string" ? file[name] : undefined);
  return { url: text("url"), token: text("token") };
}

async function readHub(url: string, token: string): Promise<HubStatus> {
  const answer = await fetch(`${url}/operator/status`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => undefined);
  if (answer === undefined) return { url, problem: "The hub did not answer." };
  const body = jsonIn(await answer.text().catch(() => ""));
  if (!answer.ok) {
    const detail = isObject(body) && typeof body.detail === "string" ? body.detail : `It answered ${answer.status}.`;
    return { url, problem: `The hub refused. ${detail}` };
  }
  return statusIn(url, body) ?? { url, problem: "What answers here is not a hub." };
}

/** The status in an answer. Undefined if it is none. */
function statusIn(url: string, body: unknown): HubStatus | undefined {
  if (!isObject(body) || !isObject(body.figures) || !isObject(body.figures.outbox)) return undefined;
  const { ready, reasons, alarms, figures } = body;
  const { inside, listening } = figures;
  const { waiting, oldest, refused } = body.figures.outbox;
  const counts = [inside, listening, waiting, refused];
  if (typeof ready !== "boolean" || !Array.isArray(reasons) || !Array.isArray(alarms)) return undefined;
  const [people, devices, unsettled, rejected] = counts.map((value) =>
    Number.isSafeInteger(value) ? Number(value) : -1,
  );
  if (people === undefined || devices === undefined || unsettled === undefined || rejected === undefined)
    return undefined;
  if (Math.min(people, devices, unsettled, rejected) < 0) return undefined;
  return {
    ...{ url, ready, inside: people, devices, unsettled, refused: rejected },
    reasons: reasons.map(String),
    oldest: typeof oldest === "number" ? oldest : undefined,
    alarms: alarms.map((alarm) => String(isObject(alarm) ? alarm.sentence : alarm)),
  };
}
