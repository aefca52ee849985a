import type { Permission } from "@plumbline/access/permissions";
import { PlumblineError } from "@plumbline/contracts/errors";

export function lacksPermission(permission: Permission): PlumblineError {
  return new PlumblineError("forbidden", {
    message: `These credentials lack the permission "${permission}".`,
    details: { permission },
  });
}
