/**
 * The holders of keys, in each kind: the key from RFC 6979, the least and greatest private keys, and some made here.
 */
import { curveOf, hex, holderOf, type Kind, orderOf, privateKey, publicKey, word } from "./keys.ts";

const KINDS: Kind[] = [0, 1, 2];
const RFC_6979 = 0xc9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721n;

export function addressVectors() {
  const keys = [
    { name: "key 1", privateKey: privateKey("key 1") },
    { name: "key 2", privateKey: privateKey("key 2") },
    { name: "key of RFC 6979, A.2.5", privateKey: word(RFC_6979) },
    { name: "private key 1", privateKey: word(1n) },
  ];
  return KINDS.flatMap((kind) => {
    const curve = curveOf(kind);
    const greatest = { name: "greatest private key", privateKey: word(orderOf(curve) - 1n) };
    return [...keys, greatest].map(({ name, privateKey }) => {
      const { x, y } = publicKey(curve, privateKey);
      return {
        name,
        kind,
        privateKey: hex(privateKey),
        x: hex(word(x)),
        y: hex(word(y)),
        holder: holderOf(kind, { x, y }),
      };
    });
  });
}
