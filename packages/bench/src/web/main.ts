import { withProduct } from "../with-product.ts";
import { benchWeb } from "./bench-web.ts";
import { readSettings, usage } from "./settings.ts";

const settings = readSettings(process.argv.slice(2));
if (settings === null) {
  console.log(usage);
  process.exit(0);
}
await withProduct((product, scratch) => benchWeb(product, settings, scratch));
process.exit(0);
