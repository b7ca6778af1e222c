/** Enters a draw: with the key of this phone, or with what an attester signs for it. */
import { type Address, type EventRef, loadDeviceKey } from "doorkey/buyer";
import { isDeclined } from "../isDeclined.ts";
import { words } from "../language.ts";
import { makeKey } from "../makeKey.ts";
import { post, ShopProblem } from "../shop.ts";
import { type DrawMemory, drawMemoryOf } from "./drawMemory.ts";
import { leaveForCheck, takeEvidence } from "./identityCheck.ts";

const form = document.querySelector<HTMLFormElement>("#enter");
if (form !== null) begin(form, form.dataset);

type Enter = {
  readonly form: HTMLFormElement;
  readonly data: DOMStringMap;
  readonly event: EventRef;
  readonly memory: DrawMemory;
};

function begin(form: HTMLFormElement, data: DOMStringMap): void {
  const event = { chainId: Number(data.chain), rightsRegistry: data.registry, eventId: Number(data.event) } as EventRef;
  const memory = drawMemoryOf(event.eventId, `/draws/${data.id}`);
  const enter: Enter = { form, data, event, memory };
  const known = memory.entry();
  if (known !== undefined) {
    const line = document.getElementById("entered");
    line?.querySelector("a")?.setAttribute("href", `/entries/${known}`);
    line?.removeAttribute("hidden");
  }
  form.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    tried(enter, () => (data.by === "person" ? toAttester(enter) : send(enter, {})));
  });
  const evidence = takeEvidence();
  if (evidence !== undefined) tried(enter, () => send(enter, { evidence }));
}

async function toAttester({ data, event, memory }: Enter): Promise<void> {
  const holder = await keyOf(event, memory);
  const { check: page = "", agent } = data;
  leaveForCheck({ page, eventId: event.eventId, agentId: Number(agent), holder, back: location.pathname });
}

async function send({ form, data, event, memory }: Enter, more: { readonly evidence?: string }): Promise<void> {
  const holder = await keyOf(event, memory);
  const places = Number(form.querySelector<HTMLSelectElement>("#places")?.value ?? 1);
  const body = { class: Number(data.id), holder, party: data.party, places, ...more };
  const { id } = await post<{ id: string }>("/entries", body);
  memory.keepEntry(id);
  location.replace(`/entries/${id}`);
}

/** The key with which this phone entered before, or a new one. */
async function keyOf(event: EventRef, memory: DrawMemory): Promise<Address> {
  // One tab at a time, because two tabs would make two keys.
  return navigator.locks.request("draw key", async () => {
    const address = memory.holder();
    const kept = address === undefined ? undefined : await loadDeviceKey({ event, address }).catch(() => undefined);
    const { address: holder } = kept ?? (await makeKey(event));
    memory.keepHolder(holder);
    return holder;
  });
}

async function tried({ form }: Enter, work: () => Promise<void>): Promise<void> {
  const button = form.querySelector("button");
  const failed = form.querySelector<HTMLElement>("#failed");
  if (button === null || failed === null) throw new Error("the form has no button, or no place for a failure");
  button.disabled = true;
  failed.hidden = true;
  try {
    await work();
  } catch (error) {
    const { deviceUnfit, unfitAdvice } = words.checkout;
    const unfit = isDeclined(error) ? words.failed.tryAgain : `${deviceUnfit} ${unfitAdvice}`;
    failed.textContent = error instanceof ShopProblem ? error.message : unfit;
    failed.hidden = false;
    button.disabled = false;
  }
}
