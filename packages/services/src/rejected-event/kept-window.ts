import type { ServiceContext } from "../context.ts";
import { listWindow, type TimeWindow } from "../window.ts";

const dayUs = 86_400_000_000;

/**
 * The window asked for, as far back as the project keeps what was refused: a shorter period holds for what
 * lies there already, whenever the worker gets round to erasing it.
 */
export function keptWindow(
  { clock }: Pick<ServiceContext, "clock">,
  { deadLetterDays }: { deadLetterDays: number },
  asked: { from?: Date | undefined; to?: Date | undefined },
): TimeWindow {
  const earliestUs = clock.nowUs() - deadLetterDays * dayUs;
  const from = asked.from ?? new Date(Math.max(0, earliestUs / 1_000));
  const window = listWindow(clock, { from, ...(asked.to === undefined ? {} : { to: asked.to }) });
  return { fromUs: Math.max(window.fromUs, earliestUs), toUs: window.toUs };
}
