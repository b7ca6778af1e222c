import { isDoorkeyError } from "doorkey/buyer";

/** Whether the owner of a passkey said no, or was elsewhere when it asked. The device is fit, and may ask again. */
export function isDeclined(error: unknown): boolean {
  return isDoorkeyError(error) && ["PASSKEY_CANCELLED", "KEY_NO_FOCUS"].includes(error.code);
}
