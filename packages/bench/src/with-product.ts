import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Product, startProduct } from "@plumbline/testing/product";

interface Directories {
  scratch: string;
  dataDir: string;
}

/**
 * Runs a bench on a product of its own, in a directory that is removed afterwards, also when it is
 * interrupted. `scratch` lies on the same disk as the product's data.
 */
export async function withProduct(
  bench: (product: Product, directories: Directories) => Promise<void>,
  envOf: (directories: Directories) => Record<string, string> = () => ({}),
): Promise<void> {
  // The disk that people keep data on, not a memory file system; PostgreSQL runs as another user.
  const directory = mkdtempSync(join(tmpdir(), "plumbline-bench-"));
  chmodSync(directory, 0o711);
  const scratch = join(directory, "scratch");
  mkdirSync(scratch);
  const dataDir = join(directory, "data");
  const env = envOf({ scratch, dataDir });
  const product = await startProduct({ dataDir, env }).catch((error: unknown) => {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  });
  let ending: Promise<void> | null = null;
  const end = (): Promise<void> => {
    ending ??= product.stop().then(() => rmSync(directory, { recursive: true, force: true }));
    return ending;
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => void end().finally(() => process.exit(130)));
  }
  try {
    await bench(product, { scratch, dataDir });
  } finally {
    await end();
  }
}
