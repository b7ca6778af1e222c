/** Enters a draw: with the key of this phone, or with what an attester signs for it. */
import { type DeviceKey, type EventRef, type Hex, type Invitation, loadDeviceKey, signClaim } from "doorkey/buyer";
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
  // Until now, a press would have reached no script.
  buttonOf(form).disabled = false;
  if (evidence !== undefined) tried(enter, () => send(enter, { evidence }));
}

async function toAttester({ data, event, memory }: Enter): Promise<void> {
  const { address: holder } = await keyOf(event, memory);
  const { check: page = "", agent } = data;
  leaveForCheck({ page, eventId: event.eventId, agentId: Number(agent), holder, back: location.pathname });
}

async function send({ form, data, event, memory }: Enter, more: { readonly evidence?: string }): Promise<void> {
  const key = await keyOf(event, memory);
  // The signature shows the shop that this phone has the key. No order has this purchase key.
  const invitation: Invitation = {
    v: 1,
    event,
    classId: Number(data.id),
    agentId: Number(data.agent),
    purchaseKey: randomHex(),
    quantity: Number(form.querySelector<HTMLSelectElement>("#places")?.value ?? 1),
    expiresAt: Math.floor(Date.now() / 1_000) + 3_600,
  };
  const body = { claim: await signClaim(key, invitation), party: data.party, ...more };
  const { id } = await post<{ id: string }>("/entries", body);
  memory.keepEntry(id);
  location.replace(`/entries/${id}`);
}

/** The key with which this phone entered before, or a new one. */
async function keyOf(event: EventRef, memory: DrawMemory): Promise<DeviceKey> {
  // One tab at a time, because two tabs would make two keys.
  return navigator.locks.request("draw key", async () => {
    const address = memory.holder();
    const kept = address === undefined ? undefined : await loadDeviceKey({ event, address }).catch(() => undefined);
    const key = kept ?? (await makeKey(event));
    memory.keepHolder(key.address);
    return key;
  });
}

async function tried({ form }: Enter, work: () => Promise<void>): Promise<void> {
  const button = buttonOf(form);
  const failed = form.querySelector<HTMLElement>("#failed");
  if (failed === null) throw new Error("the form has no place for a failure");
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

function buttonOf(form: HTMLFormElement): HTMLButtonElement {
  const button = form.querySelector("button");
  if (button === null) throw new Error("the form has no button");
  return button;
}

function randomHex(): Hex {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return `0x${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
