// Finds a cycle in a graph.

/** The first cycle met in a Map of node -> nodes, as a path that ends where it begins; or undefined. */
export function findCycle(graph) {
  const done = new Set();
  const path = [];
  const follow = (node) => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return undefined;
    path.push(node);
    for (const next of graph.get(node) ?? []) {
      const cycle = follow(next);
      if (cycle !== undefined) return cycle;
    }
    path.pop();
    done.add(node);
    return undefined;
  };
  for (const node of graph.keys()) {
    const cycle = follow(node);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
