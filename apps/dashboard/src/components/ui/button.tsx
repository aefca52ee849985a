import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { classNames } from "../class-names.ts";

export const buttonStyle = cva(
  "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap select-none transition-colors disabled:pointer-events-none disabled:opacity-55 [&_svg]:size-3.5 [&_svg]:shrink-0",
  {
    variants: {
      look: {
        solid: "bg-text text-canvas hover:bg-text/88",
        danger: "bg-error text-canvas hover:bg-error/88",
        outline: "border border-line bg-raised hover:bg-hover",
        quiet: "text-soft hover:bg-hover hover:text-text aria-expanded:bg-hover data-popup-open:bg-hover",
      },
      size: {
        small: "h-7 px-2 text-xs",
        medium: "h-8 px-2.5 text-sm",
        large: "h-9 px-3.5 text-sm",
        icon: "size-7",
      },
    },
    defaultVariants: { look: "outline", size: "small" },
  },
);

type ButtonProps = ComponentProps<"button"> & VariantProps<typeof buttonStyle>;

export function Button({ look, size, className, type = "button", ...props }: ButtonProps) {
  return <button type={type} className={classNames(buttonStyle({ look, size }), className)} {...props} />;
}
