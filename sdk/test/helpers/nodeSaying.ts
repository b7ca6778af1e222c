import type { Provider } from "ethers";

/** The same node, except for these answers. */
export function nodeSaying<node extends Provider>(node: node, says: Partial<Provider>): node {
  return new Proxy(node, {
    get: (target, name) => {
      if (name in says) return says[name as keyof Provider];
      const own: unknown = Reflect.get(target, name, target);
      return typeof own === "function" ? own.bind(target) : own;
    },
  });
}
