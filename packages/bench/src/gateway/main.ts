import { join } from "node:path";
import { withProduct } from "../with-product.ts";
import { benchGateway } from "./bench-gateway.ts";
import { writeDocument } from "./served-gateway.ts";
import { readSettings, usage } from "./settings.ts";

const settings = readSettings(process.argv.slice(2));
if (settings === null) {
  console.log(usage);
  process.exit(0);
}
const documentIn = (scratch: string): string => join(scratch, "gateway.json");
await withProduct(
  (product, { scratch }) => benchGateway(product, settings, documentIn(scratch)),
  ({ scratch }) => {
    writeDocument(documentIn(scratch), []);
    return { GATEWAY_CONFIG_FILE: documentIn(scratch), GATEWAY_WORKERS: String(settings.workers) };
  },
);
process.exit(0);
