import type { Server } from "node:https";
import type { Alarms } from "../alarms/Alarms.ts";
import { type Certificate, readCertificate } from "./certificate.ts";

type Files = { readonly cert: string; readonly key: string };

/** Milliseconds between two looks at the files. They are small, and a look follows links and network folders alike. */
const LOOK_MS = 5_000;

/** The certificate of a running server. */
export type LiveCertificate = {
  readonly current: () => Certificate;
  /** Looks at the files now. */
  readonly look: () => Promise<void>;
  readonly close: () => void;
};

/**
 * Serves with a certificate, and with the next one as soon as its files are whole. A broken pair changes nothing and
 * raises an alarm.
 *
 * @param options.first What the server started with.
 * @param options.now Seconds since 1970.
 */
export function liveCertificate(server: Server, files: Files, options: liveCertificate.Options): LiveCertificate {
  const { alarms, now, onReload, everyMs = LOOK_MS } = options;
  let current = options.first;

  async function look(): Promise<void> {
    try {
      const next = await readCertificate(files);
      if (next.fingerprint !== current.fingerprint) {
        if (next.validTo <= now()) throw new Error(`The certificate in ${files.cert} has run out.`);
        server.setSecureContext({ cert: next.cert, key: next.key });
        current = next;
        onReload(next);
      }
      alarms.clear("certificate");
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      alarms.raise("certificate", `${why} The hub keeps the certificate that it has.`);
    }
  }

  let looking = Promise.resolve();
  const lookNext = () => {
    looking = looking.then(look);
    return looking;
  };
  const timer = setInterval(lookNext, everyMs).unref();
  return { current: () => current, look: lookNext, close: () => clearInterval(timer) };
}

export declare namespace liveCertificate {
  type Options = {
    readonly first: Certificate;
    readonly alarms: Alarms;
    readonly now: () => number;
    readonly onReload: (next: Certificate) => void;
    /** Milliseconds between two looks, short in tests. */
    readonly everyMs?: number | undefined;
  };
}
