import { TestRunner } from "vitest";

/** One line of the table that `npm run test:faults` ends with. */
interface FaultFigures {
  acknowledged: number;
  /** Rows that the product's own reads list. */
  stored: number;
  /** Different ids among them. */
  distinct: number;
  /** Every stored span costs what the ledger says, and the sum does, to the last of 12 decimals. */
  isCostEqual: boolean;
}

declare module "vitest" {
  interface TaskMeta {
    faultFigures?: FaultFigures;
  }
}

/** Of the running test; a later call replaces an earlier one. */
export function noteFigures(figures: FaultFigures): void {
  const test = TestRunner.getCurrentTest();
  if (test !== undefined) test.meta.faultFigures = figures;
}
