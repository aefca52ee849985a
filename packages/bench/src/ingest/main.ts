import { withProduct } from "../with-product.ts";
import { benchIngest } from "./bench-ingest.ts";
import { readSettings, usage } from "./settings.ts";

const settings = readSettings(process.argv.slice(2));
if (settings === null) {
  console.log(usage);
  process.exit(0);
}
await withProduct((product, scratch, dataDir) => benchIngest(product, settings, { scratch, dataDir }));
process.exit(0);
