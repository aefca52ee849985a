/** Finds the value of a key once. For keys of a bounded set: nothing is forgotten. */
export function remember<K, V>(find: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const created = find(key);
    known.set(key, created);
    return created;
  };
}

/** Made when it is first asked for. */
export function once<V>(create: () => V): () => V {
  let made: { value: V } | null = null;
  return () => {
    made ??= { value: create() };
    return made.value;
  };
}
