import { p256 } from "@noble/curves/nist.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, base64url, bigEndian, concat, utf8 } from "../../src/core/bytes.ts";
import { passkeyHash } from "../../src/statements/clientData.ts";

/** What a page in a browser sees, as far as keys look at it. Every field may be replaced. */
export type Surroundings = {
  readonly origin?: string;
  /** Origins of the pages around it, the nearest first. */
  readonly ancestors?: readonly string[];
  /** Whether the browser shows them. Firefox did not for long. */
  readonly tellsAncestors?: boolean;
  /** Domains that the browser takes a cookie for. */
  readonly sites?: readonly string[];
  readonly hasFocus?: boolean;
  readonly credentials?: Pick<CredentialsContainer, "create" | "get">;
};

const NAMES = ["origin", "window", "location", "document", "navigator", "PublicKeyCredential"] as const;

/** Puts globals of a browser in place; returns the function that takes them away. */
export function fakeBrowser({
  origin = "https://tickets.example",
  ancestors = [],
  tellsAncestors = true,
  sites = [],
  hasFocus = true,
  credentials,
}: Surroundings): () => void {
  const before = NAMES.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  const location = {
    origin,
    hostname: origin === "null" ? "" : new URL(origin).hostname,
    ...(tellsAncestors && { ancestorOrigins: ancestors }),
  };
  const frames = [location, ...ancestors.map((other) => (other === origin ? location : undefined))];
  type Page = { readonly location: object; parent?: Page };
  let parent: Page | undefined;
  for (const frame of frames.reverse()) {
    const page: Page = {
      get location() {
        if (frame === undefined) throw new DOMException("another origin", "SecurityError");
        return frame;
      },
    };
    page.parent = parent ?? page;
    parent = page;
  }
  const jar = new Map<string, string>();
  const document = {
    hasFocus: () => hasFocus,
    get cookie() {
      return [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    },
    set cookie(text: string) {
      const [pair = "", ...attributes] = text.split("; ");
      const [name = "", value = ""] = pair.split("=");
      const domain = attributes.find((one) => one.startsWith("domain="))?.slice("domain=".length);
      if (attributes.includes("max-age=0")) jar.delete(name);
      else if (sites.some((site) => site === domain)) jar.set(name, value);
    },
  };
  const values = {
    origin,
    window: parent,
    location,
    document,
    navigator: { credentials },
    PublicKeyCredential: credentials && class {},
  };
  for (const name of NAMES) {
    Object.defineProperty(globalThis, name, { value: values[name], configurable: true, writable: true });
  }
  return () => {
    for (const [name, descriptor] of before) {
      if (descriptor === undefined) Reflect.deleteProperty(globalThis, name);
      else Object.defineProperty(globalThis, name, descriptor);
    }
  };
}

/** An authenticator in software, with the answers of a browser or of an extension. Counts how often it asked. */
export function fakeAuthenticator({ origin = "https://tickets.example", tail = ',"crossOrigin":false}' } = {}) {
  const passkeys = new Map<string, Uint8Array>();
  const asked = { create: 0, get: 0 };
  const data = (rpId: string, flags: number, rest: Uint8Array = new Uint8Array()) =>
    concat(sha256(utf8(rpId)), new Uint8Array([flags]), bigEndian(asked.get, 4), rest);

  const credentials = {
    async create({ publicKey }: CredentialCreationOptions) {
      asked.create++;
      const id = crypto.getRandomValues(new Uint8Array(16));
      const secret = p256.utils.randomSecretKey();
      passkeys.set(base64url(id), secret);
      const point = p256.getPublicKey(secret, false);
      const cose = concat(
        new Uint8Array([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32]),
        point.subarray(1, 33),
        new Uint8Array([0x22, 0x58, 32]),
        point.subarray(33),
      );
      const attested = concat(new Uint8Array(16), bigEndian(id.length, 2), id, cose);
      const authData = data(publicKey?.rp.id ?? "", 0x45, attested);
      const attestationObject = concat(
        new Uint8Array([0xa3, 0x63]),
        utf8("fmt"),
        new Uint8Array([0x64]),
        utf8("none"),
        new Uint8Array([0x67]),
        utf8("attStmt"),
        new Uint8Array([0xa0, 0x68]),
        utf8("authData"),
        new Uint8Array([0x58, authData.length]),
        authData,
      );
      // As extensions answer: without getPublicKey.
      return { rawId: id.buffer, response: { attestationObject: attestationObject.buffer } } as unknown as Credential;
    },
    async get({ publicKey }: CredentialRequestOptions) {
      asked.get++;
      const [allowed] = publicKey?.allowCredentials ?? [];
      const name =
        allowed === undefined ? [...passkeys.keys()].at(-1) : base64url(new Uint8Array(allowed.id as ArrayBuffer));
      const secret = name === undefined ? undefined : passkeys.get(name);
      if (name === undefined || secret === undefined) throw new DOMException("none", "NotAllowedError");
      const challenge = base64url(new Uint8Array(publicKey?.challenge as ArrayBuffer));
      const clientDataJSON = utf8(`{"type":"webauthn.get","challenge":"${challenge}","origin":"${origin}"${tail}`);
      const authenticatorData = data(publicKey?.rpId ?? "", 0x05);
      const hash = passkeyHash(authenticatorData, clientDataJSON);
      const signature = p256.sign(hash, secret, { prehash: false, format: "der" }) as Bytes;
      return {
        rawId: Uint8Array.from(Buffer.from(name, "base64url")).buffer,
        response: {
          authenticatorData: authenticatorData.buffer,
          clientDataJSON: clientDataJSON.buffer,
          signature: signature.slice().buffer,
        },
      } as unknown as Credential;
    },
  };
  return { credentials, asked };
}
