import { AbiCoder, Interface, ParamType, Result, toUtf8String, Utf8ErrorFuncs } from "ethers";
import type { Hex } from "../core/Hex.ts";

/**
 * An ABI that decodes texts of any bytes. Strangers write names on the chain, and the contracts do not check whether
 * these are UTF-8. This ABI puts U+FFFD in place of bytes that are not UTF-8. The ABI of ethers throws when such a text
 * is read.
 */
export class LenientInterface extends Interface {
  override getAbiCoder(): AbiCoder {
    return coder;
  }
}

class LenientCoder extends AbiCoder {
  override decode(...[types, data, loose]: Parameters<AbiCoder["decode"]>): Result {
    const params = types.map((type) => ParamType.from(type));
    if (!params.some(hasText)) return super.decode(params, data, loose);
    const decoded = super.decode(params.map(asBytes), data, loose);
    return resultOf(decoded, params);
  }
}

const coder = new LenientCoder();

function hasText({ type }: ParamType): boolean {
  return /\bstring\b/.test(type);
}

const known = new WeakMap<ParamType, ParamType>();

/** The same parameter with bytes in place of texts. */
function asBytes(param: ParamType): ParamType {
  const bytes = known.get(param) ?? ParamType.from(param.format("full").replace(/\bstring\b/g, "bytes"));
  known.set(param, bytes);
  return bytes;
}

function resultOf(values: Result, params: readonly ParamType[]): Result {
  const names = params.map(({ name }) => name || null);
  return Result.fromItems(
    params.map((param, i) => textsIn(values[i], param)),
    names,
  );
}

function textsIn(value: unknown, param: ParamType): unknown {
  if (!hasText(param)) return value;
  const { arrayChildren, components } = param;
  if (arrayChildren !== null) return Result.fromItems([...(value as Result)].map((one) => textsIn(one, arrayChildren)));
  if (components !== null) return resultOf(value as Result, components);
  return toUtf8String(value as Hex, Utf8ErrorFuncs.replace);
}
