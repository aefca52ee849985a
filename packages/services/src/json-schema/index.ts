export { compileSchema, type SchemaCheck, type SchemaFault } from "./compile.ts";
export {
  type CheckedItem,
  describeFault,
  faultsOfItem,
  type ItemSchemas,
  requireSchemas,
} from "./hold-against.ts";
