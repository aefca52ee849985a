import type { ComponentProps } from "react";

const role = "treegrid";

/** ARIA lets a table be a treegrid: its rows and cells are then those of the grid. */
export function TreeGrid(props: ComponentProps<"table">) {
  return <table role={role} {...props} />;
}
