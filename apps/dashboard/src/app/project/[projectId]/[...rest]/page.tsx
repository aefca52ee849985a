import { notFound } from "next/navigation";

/** An address of no page shows that inside the frame of its project. */
export default function Page() {
  notFound();
}
