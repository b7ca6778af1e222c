import { isDoorkeyError } from "../core/CodedError.ts";
import type { ErrorCode } from "../core/errorTable.ts";
import { given } from "../core/given.ts";
import { within } from "../core/within.ts";
import { indexedDbKeys } from "../keys/indexedDbKeys.ts";
import type { KeyStore } from "../keys/KeyStore.ts";
import { pagePlace } from "../keys/pagePlace.ts";
import type { KeyKind } from "../statements/holderAddress.ts";
import { type PageOpening, pageOpening } from "./pageOpening.ts";
import { testDevice } from "./testDevice.ts";

/** What a browser can do for a ticket, and where this page is open in it. */
export type DeviceAbilities = PageOpening & {
  /**
   * The kinds of keys that it makes, keeps and signs with. P-256 and secp256k1 keys were tried by testDevice. A passkey
   * was not, because that would ask its owner: the browser says that the device checks its owner.
   */
  readonly keys: readonly KeyKind[];
  /** Why it keeps no P-256 key. Absent if it does. */
  readonly fault?: ErrorCode;
  /** The kind to make here. Absent if a key would be lost: open the page elsewhere, before any money is paid. */
  readonly best?: KeyKind;
  /** Whether the browser promised not to clear this site's storage by itself. */
  readonly isPersisted: boolean;
};

/** A browser that does not answer counts as one that says no. */
const PATIENCE_MS = 2_000;

/**
 * Finds out what this browser keeps and signs, and where the page is open: home screen or tab, private window, inside
 * another app. It asks its owner nothing and keeps nothing. Show the fan what follows from it before anyone pays. Where
 * it is open is read from signs that browsers give, so it may be wrong; the keys were tried.
 *
 * - Safari clears a tab's storage after seven days without a visit, and the home screen has a storage of its own: in a
 *   tab on iOS a passkey is best, on the home screen a P-256 key.
 * - A private window, and a page inside another app, lose all keys but a passkey; an app's page often has none.
 *
 * @param options.store Defaults to the browser's IndexedDB.
 * @example
 * import { createDeviceKey, deviceAbilities, type Invitation } from "doorkey/buyer";
 *
 * async function keyFor({ event }: Invitation) {
 *   const { best } = await deviceAbilities();
 *   return best === undefined ? "Open this page in Safari or Chrome." : createDeviceKey({ kind: best, event });
 * }
 */
export async function deviceAbilities(options: deviceAbilities.Options = {}): Promise<DeviceAbilities> {
  const { store = indexedDbKeys() } = given("options", options);
  given("store", store, "put", "get", "remove");
  const [opening, p256, secp256k1, hasPasskeys, isPersisted] = await Promise.all([
    pageOpening(),
    faultOf("p256", store),
    faultOf("secp256k1", store),
    answered(() => globalThis.PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable()),
    answered(() => globalThis.navigator.storage.persisted()),
  ]);
  const keys: readonly KeyKind[] = [
    ...(p256 === undefined ? (["p256"] as const) : []),
    ...(secp256k1 === undefined ? (["secp256k1"] as const) : []),
    ...(hasPasskeys && pagePlace() === "own" ? (["passkey"] as const) : []),
  ];
  const best = orderFor(opening).find((kind) => keys.includes(kind));
  return { ...opening, keys, ...(p256 && { fault: p256 }), ...(best && { best }), isPersisted };
}

export declare namespace deviceAbilities {
  type Options = { readonly store?: KeyStore | undefined };
}

/** The kinds of keys that outlast where the page is open, the best first. */
function orderFor({ shownIn, system, isPrivate }: PageOpening): readonly KeyKind[] {
  if (shownIn === "app" || shownIn === "frame") return [];
  if (isPrivate) return ["passkey"];
  return system === "ios" && shownIn === "tab" ? ["passkey", "p256", "secp256k1"] : ["p256", "passkey", "secp256k1"];
}

async function faultOf(kind: KeyKind, store: KeyStore): Promise<ErrorCode | undefined> {
  try {
    await testDevice({ kind, store });
    return undefined;
  } catch (error) {
    if (isDoorkeyError(error)) return error.code;
    throw error;
  }
}

async function answered(ask: () => Promise<boolean>): Promise<boolean> {
  try {
    return (await within(PATIENCE_MS, ask())) === true;
  } catch {
    return false;
  }
}
