import { Check } from "lucide-react";
import { classNames } from "../../components/class-names.ts";

const steps = ["Organisation and project", "API key", "First trace"] as const;

/** Where somebody stands between an account and a first trace. `current` counts from 0. */
export function Steps({ current }: { current: number }) {
  return (
    <ol aria-label="Steps" className="flex flex-wrap gap-x-4 gap-y-1.5 text-xs">
      {steps.map((step, index) => (
        <li
          key={step}
          aria-current={index === current ? "step" : undefined}
          className={classNames(
            "flex items-center gap-1.5",
            index === current ? "font-medium text-text" : "text-soft",
          )}
        >
          <span
            aria-hidden
            className={classNames(
              "grid size-4.5 place-items-center rounded-full border text-2xs",
              index === current && "border-accent-solid bg-accent-solid text-on-accent",
              index < current && "border-accent text-accent",
            )}
          >
            {index < current ? <Check className="size-3" /> : index + 1}
          </span>
          {step}
          {index < current && <span className="sr-only">(done)</span>}
        </li>
      ))}
    </ol>
  );
}
