import type { Metadata } from "next";
import { notFound } from "next/navigation";

export const metadata: Metadata = { title: "Not found" };

/** An address of no page shows that inside the frame of its project. */
export default function Page() {
  notFound();
}
