/** Tests before payment whether this device can keep the ticket, and makes its key. */
import { type Address, type EventRef, isDoorkeyError, loadDeviceKey } from "doorkey/buyer";
import { isComputer } from "./device.ts";
import { isDeclined } from "./isDeclined.ts";
import { words } from "./language.ts";
import { makeKey } from "./makeKey.ts";
import { memoryOf } from "./memory.ts";
import { qrImage } from "./qrImage.ts";

const pay = document.getElementById("pay");
const phone = document.getElementById("phone");
if (pay !== null && phone !== null) begin(pay, phone);

function begin(pay: HTMLElement, phone: HTMLElement): void {
  part(pay, "#again").addEventListener("click", () => test(pay));
  if (!isComputer()) return void test(pay);
  part(phone, "#qr").replaceChildren(qrImage(location.href));
  phone.hidden = false;
  part(phone, "#here").addEventListener("click", () => {
    phone.hidden = true;
    test(pay);
  });
}

async function test(pay: HTMLElement): Promise<void> {
  pay.hidden = false;
  const status = part(pay, "#device");
  const { testing, deviceReady, deviceUnfit, unfitAdvice } = words.checkout;
  status.className = "small";
  status.textContent = testing;
  part(pay, "#again").hidden = true;
  try {
    // One tab at a time, because two tabs would make two keys.
    await navigator.locks.request(`order ${pay.dataset.order}`, () => keepKey(pay.dataset));
    status.textContent = deviceReady;
    part(pay, "form").hidden = false;
    part(pay, "form button").focus();
  } catch (error) {
    status.className = "notice bad";
    // A buyer who declined a passkey can tap to be asked again.
    const mayAgain = isDeclined(error);
    const isElsewhere = isDoorkeyError(error) && error.code === "KEY_LOST";
    const why = isElsewhere ? words.draw.otherPhone : `${deviceUnfit} ${unfitAdvice}`;
    status.textContent = mayAgain ? words.failed.notPaid : `${words.failed.notPaid} ${why}`;
    part(pay, "#again").hidden = !mayAgain;
    const isFramed = isDoorkeyError(error) && ["KEY_IN_FRAME", "KEY_IN_SANDBOX"].includes(error.code);
    part(pay, "#on-top").hidden = !isFramed;
  }
}

/** Makes the key of this order, or finds the one that entered the draw, or that an earlier visit made. */
async function keepKey({ order = "", chain, registry, event: eventId, holder }: DOMStringMap): Promise<void> {
  const memory = memoryOf(order);
  const event = { chainId: Number(chain), rightsRegistry: registry, eventId: Number(eventId) } as EventRef;
  if (holder) return memory.keepHolder((await loadDeviceKey({ event, address: holder as Address })).address);
  const address = memory.holder();
  const kept = address === undefined ? undefined : await loadDeviceKey({ event, address }).catch(() => undefined);
  const key = kept ?? (await makeKey(event));
  memory.keepHolder(key.address);
}

function part(of: HTMLElement, selector: string): HTMLElement {
  const found = of.querySelector<HTMLElement>(selector);
  if (found === null) throw new Error(`the page has no ${selector}`);
  return found;
}
