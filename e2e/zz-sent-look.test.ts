import { launchBrowser } from "@plumbline/testing/browser";
import { it } from "vitest";
import { makeDataDirectory, project, send, startWithProject } from "./product.ts";

it("look", async () => {
  const directory = await makeDataDirectory();
  const product = await startWithProject({ dataDir: directory.path });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 1400 } });
    await page.goto(product.dashboardUrl);
    await page.getByLabel("E-mail").fill(project.email);
    await page.getByLabel("Password").fill(project.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(`**/project/${project.id}/traces**`);
    const traceId = await send("opentelemetry", product);
    for (const [name, scheme, width] of [["light", "light", 1440], ["dark", "dark", 1440], ["narrow", "light", 390]] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 1400 });
      await page.goto(`${product.dashboardUrl}/project/${project.id}/traces/${traceId}`);
      await page.getByRole("treegrid").getByRole("row", { name: /chat gpt-4o-mini/ }).first().click();
      const summary = page.getByText("What did my SDK send?");
      await summary.waitFor();
      await summary.click();
      await page.getByText("gen_ai.usage.input_tokens").first().waitFor();
      await summary.scrollIntoViewIfNeeded();
      await summary.evaluate((node) => node.scrollIntoView({ block: "start" }));
      await page.screenshot({ path: `/tmp/dialect-clients/look-${name}.png` });
    }
  } finally {
    await browser.close();
    await product.stop();
    await directory.remove();
  }
});
