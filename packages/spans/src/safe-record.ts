/** For keys that come from outside: without a prototype "__proto__" and "constructor" are keys like others. */
export function safeRecord<T>(): Record<string, T> {
  return Object.create(null);
}
