import type { Product } from "@plumbline/testing/product";
import type { ApiClient } from "./api-client.ts";
import type { Template } from "./otlp-template.ts";
import type { ResidentWatch } from "./process-usage.ts";
import type { Settings } from "./settings.ts";

/** What every part works with. */
export interface Bench {
  product: Product;
  settings: Settings;
  scratch: string;
  pids: { api: number; clickhouse: number };
  resident: ResidentWatch;
  client: ApiClient;
  /** 100 spans of about 1 KB. */
  usual: Template[];
}
