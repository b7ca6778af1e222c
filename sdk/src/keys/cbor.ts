/** What readCbor understands of CBOR (RFC 8949): all that WebAuthn writes. Keys of a map stay in their order. */
export type Cbor = number | bigint | string | boolean | null | Uint8Array | readonly Cbor[] | ReadonlyMap<Cbor, Cbor>;

/** A nested list of 8 levels is deeper than any attestation, and far from the end of the stack. */
const MAX_DEPTH = 8;

const BREAK = 0xff;
const SIZES = [1, 2, 4, 8];

/** Bytes that readCbor does not take. Callers turn it into an error of their own. */
class Malformed extends Error {}

/** The first value in the bytes, and how many bytes it takes; undefined for any other bytes. */
export function readCbor(bytes: Uint8Array): { readonly value: Cbor; readonly size: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;

  function take(size: number): number {
    if (size > bytes.length - at) throw new Malformed();
    at += size;
    return at - size;
  }

  /** The number in a head. A length beyond what is left is refused when its bytes are taken. */
  function argument(info: number): number | bigint {
    if (info < 24) return info;
    switch (SIZES[info - 24]) {
      case 1:
        return view.getUint8(take(1));
      case 2:
        return view.getUint16(take(2));
      case 4:
        return view.getUint32(take(4));
      case 8:
        return view.getBigUint64(take(8));
      default:
        throw new Malformed();
    }
  }

  /** Calls `item` once for each item. Each takes a byte at least, so a large count ends with the bytes. */
  function each(info: number, item: () => void): void {
    if (info === 31) {
      while (bytes[at] !== BREAK) item();
      take(1);
      return;
    }
    const count = argument(info);
    if (count > bytes.length - at) throw new Malformed();
    for (let i = 0; i < count; i++) item();
  }

  function chunk(info: number): Uint8Array {
    const length = argument(info);
    if (length > bytes.length - at) throw new Malformed();
    const start = take(Number(length));
    return bytes.slice(start, at);
  }

  function value(depth: number): Cbor {
    if (depth > MAX_DEPTH) throw new Malformed();
    const head = view.getUint8(take(1));
    const info = head & 31;
    switch (head >> 5) {
      case 0:
        return argument(info);
      case 1: {
        const minusOne = argument(info);
        return typeof minusOne === "bigint" ? -1n - minusOne : -1 - minusOne;
      }
      case 2:
        return chunk(info);
      case 3:
        return new TextDecoder("utf-8", { fatal: true }).decode(chunk(info));
      case 4: {
        const list: Cbor[] = [];
        each(info, () => list.push(value(depth + 1)));
        return list;
      }
      case 5: {
        const map = new Map<Cbor, Cbor>();
        each(info, () => {
          const key = value(depth + 1);
          if (map.has(key)) throw new Malformed();
          map.set(key, value(depth + 1));
        });
        return map;
      }
      case 7:
        if (info === 20 || info === 21) return info === 21;
        if (info === 22) return null;
    }
    throw new Malformed();
  }

  try {
    return { value: value(0), size: at };
  } catch {
    // Malformed, and what DataView and TextDecoder throw for such bytes.
    return undefined;
  }
}
