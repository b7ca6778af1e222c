/** Lets several compilers share the work of one compilation: each makes the code of some of the sources. */

import { availableParallelism } from "node:os";
import type { HardhatPlugin } from "hardhat/types/plugins";
import type { CompilerInput, CompilerOutput } from "hardhat/types/solidity";

/** Each compiler reads all sources once more, and has memory of its own. */
const MOST = 4;

/** What the compilers say together is what one compiler would say; only warnings may stand in another order. */
export const parallelCompilers: HardhatPlugin = {
  id: "parallel-compilers",
  hookHandlers: {
    solidity: async () => ({
      default: async () => ({
        invokeSolc: async (context, compiler, input, config, next) => {
          const shares = share(input, Math.min(MOST, availableParallelism()));
          const outputs = await Promise.all(
            shares.map((names) => next(context, compiler, selecting(input, names), config)),
          );
          return merge(shares, outputs);
        },
      }),
    }),
  },
};

/** Deals the sources out by their length, so that each share takes about as long. */
function share({ sources }: CompilerInput, count: number): string[][] {
  const length = (name: string) => sources[name]?.content.length ?? 0;
  const names = Object.keys(sources).sort((a, b) => length(b) - length(a));
  return Array.from({ length: count }, (_, i) => names.filter((_, j) => j % count === i));
}

/** The same input, so that nothing in the code depends on the share, but with the output of these sources only. */
function selecting(input: CompilerInput, names: readonly string[]): CompilerInput {
  const { outputSelection, ...settings } = input.settings;
  const wanted = outputSelection["*"] ?? {};
  return {
    ...input,
    settings: { ...settings, outputSelection: Object.fromEntries(names.map((name) => [name, wanted])) },
  };
}

function merge(shares: readonly string[][], outputs: readonly CompilerOutput[]): CompilerOutput {
  const errors = outputs.flatMap((output) => output.errors ?? []);
  const told = new Map(errors.map((error) => [JSON.stringify(error), error]));
  return {
    contracts: gather(shares, (i) => outputs[i]?.contracts),
    ...(told.size > 0 && { errors: [...told.values()] }),
    sources: gather(shares, (i) => outputs[i]?.sources),
  };
}

/** Takes each source from the output of the compiler that made it, in the compiler's order. */
function gather<T>(shares: readonly string[][], of: (i: number) => Record<string, T> | undefined): Record<string, T> {
  const found = shares.flatMap((names, i) =>
    names.flatMap((name): [string, T][] => {
      const value = of(i)?.[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}
