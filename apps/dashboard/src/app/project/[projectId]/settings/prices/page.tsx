import type { Metadata } from "next";
import { PricesPage } from "../../../../../features/prices/prices-page.tsx";

export const metadata: Metadata = { title: "Prices" };

interface Props {
  params: Promise<{ projectId: string }>;
}

export default async function Page({ params }: Props) {
  const { projectId } = await params;
  return <PricesPage projectId={projectId} />;
}
