import { PlumblineError } from "@plumbline/contracts/errors";
import type { Transaction } from "@plumbline/db/transaction";

/**
 * Everything that changes who rules an organisation takes this lock first, and reads roles after it: two
 * owners who leave at once come one after the other. `not_found` when it is gone.
 */
export async function lockOrganization(tx: Transaction, organizationId: string): Promise<{ name: string }> {
  const [organization] = await tx.$queryRaw<{ name: string }[]>`
    SELECT name FROM organizations WHERE id = ${organizationId} AND deleted_at IS NULL FOR UPDATE`;
  if (organization === undefined) throw new PlumblineError("not_found");
  return organization;
}
