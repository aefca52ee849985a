import { RejectedHead } from "./rejected-head.tsx";
import { RejectedTable } from "./rejected-table.tsx";

export function RejectedLoading() {
  return (
    <>
      <RejectedHead totalItems={null} />
      <RejectedTable rows={null} />
    </>
  );
}
