export { reconcileGatewayBilling } from "./reconcile.ts";
