/**
 * Headers for `fetch` with a deadline: asks for a body as it is. In the `fetch` of Node 20 a deadline that
 * passes while a compressed body arrives leaves its reader waiting for ever.
 */
export const uncompressed = { "accept-encoding": "identity" };
