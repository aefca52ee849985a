import { verbTransaction } from "./verb-transaction.mjs";

/** Rules of this repository that no published plugin knows; oxlint loads the default export. */
export default {
  meta: { name: "plumbline" },
  rules: { "verb-transaction": verbTransaction },
};
