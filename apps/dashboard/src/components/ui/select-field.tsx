import { ChevronDown } from "lucide-react";
import { type ComponentProps, useId } from "react";
import { classNames } from "../class-names.ts";
import { fieldStyle } from "./text-field.tsx";

interface SelectFieldProps extends Omit<ComponentProps<"select">, "id"> {
  label: string;
  /** The label is read out, but not shown: the place says it. */
  isLabelHidden?: boolean;
  options: readonly { value: string; label: string; disabled?: boolean }[];
  size?: never;
  compact?: boolean;
}

/** The browser's own list: it works with every keyboard, reader and thumb. */
export function SelectField({
  label,
  isLabelHidden,
  options,
  compact,
  className,
  ...select
}: SelectFieldProps) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className={isLabelHidden ? "sr-only" : "mb-1 block text-xs font-medium"}>
        {label}
      </label>
      <div className="relative">
        <select
          {...select}
          id={id}
          className={classNames(
            fieldStyle,
            "appearance-none pr-7",
            compact && "h-7 border-line px-2 pr-6 text-xs sm:text-xs",
          )}
        >
          {options.map(({ value, label: text, disabled }) => (
            <option key={value} value={value} disabled={disabled}>
              {text}
            </option>
          ))}
        </select>
        <ChevronDown
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-2 size-3.5 -translate-y-1/2 text-faint"
        />
      </div>
    </div>
  );
}
