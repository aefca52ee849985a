export {
  handleExportTraces as GET,
  handleExportTraces as POST,
} from "../../../../../../server/handlers/export-traces.ts";
