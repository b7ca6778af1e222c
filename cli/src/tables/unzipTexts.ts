import { inflateRawSync } from "node:zlib";

/** Why an archive cannot be unpacked. */
export class UnzipFault extends Error {}

/** Most bytes that an archive may have when it is unpacked. */
const MAX_UNPACKED = 200_000_000;

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const MAX_COMMENT = 0xffff;

/**
 * Unpacks those texts of a zip archive whose names match. It stops at a size that no table has, also if the
 * archive claims another size.
 *
 * @throws UnzipFault.
 */
export function unzipTexts(bytes: Uint8Array, names: RegExp): ReadonlyMap<string, string> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return unpack(view, bytes, names);
  } catch (error) {
    if (error instanceof UnzipFault) throw error;
    // A place outside of the archive, or bytes that are not packed.
    throw new UnzipFault("the file is cut off or damaged; save it again.");
  }
}

function unpack(view: DataView, bytes: Uint8Array, names: RegExp): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  let at = endOf(view);
  const count = view.getUint16(at + 10, true);
  at = view.getUint32(at + 16, true);
  let room = MAX_UNPACKED;
  for (let n = 0; n < count; n++) {
    if (view.getUint32(at, true) !== ENTRY) throw new UnzipFault("the file is cut off or damaged; save it again.");
    const [method, packed] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true)];
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const local = view.getUint32(at + 42, true);
    const name = textOf(bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + (nameLength ?? 0)));
    at += ENTRY_BYTES + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
    if (!names.test(name)) continue;
    const start = local + LOCAL_BYTES + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const content = inflated(bytes.subarray(start, start + packed), method, room);
    room -= content.length;
    files.set(name, textOf(content));
  }
  return files;
}

function endOf(view: DataView): number {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT); at--) if (view.getUint32(at, true) === END) return at;
  throw new UnzipFault("the file is cut off or damaged; save it again.");
}

function inflated(packed: Uint8Array, method: number, room: number): Uint8Array {
  const tooLarge = new UnzipFault(`the file unpacks to more than ${MAX_UNPACKED} bytes; split it.`);
  if (method === 0) {
    if (packed.length > room) throw tooLarge;
    return packed;
  }
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(room, 1) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge;
    throw error;
  }
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
