import type { Metadata } from "next";
import { ForgotPage } from "../../features/password/forgot-page.tsx";
import { hasMail } from "../../server/account-deps.ts";

export const metadata: Metadata = { title: "Forgot password" };

export default async function Page() {
  return <ForgotPage hasMail={hasMail()} />;
}
