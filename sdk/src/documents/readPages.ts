import { addressFault } from "../core/addressFault.ts";
import type { DocumentReader } from "./DocumentReader.ts";
import type { EventDocument } from "./EventDocument.ts";
import type { Path } from "./Path.ts";

/** The pages for fans that a document may name in `doorkey`. */
export type Pages = Pick<EventDocument, "reportUrl" | "wallet">;

export function readPages(reader: DocumentReader): Pages {
  const reportUrl = reader.has(REPORT) ? readUrl(reader, REPORT) : undefined;
  const wallet = reader.has(WALLET) ? readWallet(reader, WALLET) : undefined;
  return { ...(reportUrl && { reportUrl }), ...(wallet && { wallet }) };
}

const REPORT: Path = ["doorkey", "reportUrl"];
const WALLET: Path = ["doorkey", "wallet"];

/** An https address. */
export function readUrl(reader: DocumentReader, path: Path): string | undefined {
  const url = reader.text(path);
  if (url === undefined || (URL.canParse(url) && new URL(url).protocol === "https:")) return url;
  return reader.fault(path, `must be an https address, not "${url}".`);
}

/** Without a slash at its end, so that each address has one form. */
function readWallet(reader: DocumentReader, path: Path): string | undefined {
  const wallet = reader.text(path);
  if (wallet === undefined) return undefined;
  const fault = addressFault(wallet);
  return fault === undefined ? wallet.replace(/\/$/, "") : reader.fault(path, fault);
}
