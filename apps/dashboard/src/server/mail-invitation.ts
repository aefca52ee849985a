import { requireUser } from "@plumbline/services/authorise";
import type { ServiceContext } from "@plumbline/services/context";
import { getOrganization } from "@plumbline/services/organization";
import { getDeps } from "./deps.ts";

/** "none": no address, or no mail server; the link is to be handed over then. */
export type MailOutcome = "sent" | "failed" | "none";

export async function mailInvitation(
  services: ServiceContext,
  { email }: { email: string | null },
  { organizationId }: { organizationId: string },
  url: string,
): Promise<MailOutcome> {
  const { mailer } = getDeps();
  if (mailer === null || email === null) return "none";
  try {
    const [sender, organization] = await Promise.all([
      requireUser(services),
      getOrganization(services, { organizationId }),
    ]);
    await mailer.sendMail(email, {
      subject: `Join ${organization.name} on Plumbline`,
      paragraphs: [
        `${sender.name} (${sender.email}) invites you to ${organization.name} on Plumbline, where teams see what their LLM applications do, what they cost and how good they are.`,
      ],
      link: { label: "Open the invitation", url },
      footer:
        "The link is good for 7 days and only for this address. If you do not know the sender, ignore it.",
    });
    return "sent";
  } catch (error) {
    services.logger.error({ err: error }, "invitation could not be mailed");
    return "failed";
  }
}
