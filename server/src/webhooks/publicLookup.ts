import { lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { isPrivateAddress } from "./privateAddresses.ts";

/** Code of the error for a name that leads into a private network. */
export const PRIVATE_FAULT = "EPRIVATE";

/** The system's lookup. It fails if an answer is private. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error !== null) return callback(error, "");
    const open = found.filter(({ address }) => !isPrivateAddress(address));
    const [first] = open;
    if (first === undefined || open.length < found.length) {
      return callback(Object.assign(new Error(PRIVATE_FAULT), { code: PRIVATE_FAULT }), "");
    }
    return options.all ? callback(null, open) : callback(null, first.address, first.family);
  });
};
