import type { ComponentProps } from "react";

// Places for the pointer alone. Whatever is dragged there can also be done by buttons beside them.

export function DragItem(props: ComponentProps<"li">) {
  return <li {...props} />;
}

export function DragArea(props: ComponentProps<"div">) {
  return <div {...props} />;
}
