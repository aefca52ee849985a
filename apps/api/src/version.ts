/** What health routes and clients see; equal to the version in the root manifest. */
export const apiVersion = "0.1.0";
