import type { ReactNode } from "react";
import { SettingsFrame } from "../../../../features/settings/settings-frame.tsx";

interface Props {
  params: Promise<{ projectId: string }>;
  children: ReactNode;
}

export default async function SettingsLayout({ params, children }: Props) {
  return <SettingsFrame projectId={(await params).projectId}>{children}</SettingsFrame>;
}
