import axe from "axe-core";
import type { Page } from "playwright-core";
import { z } from "zod";

const violations = z.array(z.string());

/** Rules of WCAG 2.2 A and AA that axe finds broken, each with the markup it points at. */
export async function findViolations(page: Page): Promise<string[]> {
  // A change of colour, however short, ends with a frame.
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe.source);
  return violations.parse(
    await page.evaluate(`
      axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }).then((result) =>
        result.violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" ")))
    `),
  );
}
