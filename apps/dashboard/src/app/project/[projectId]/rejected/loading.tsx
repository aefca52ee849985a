export { RejectedLoading as default } from "../../../../features/rejected/rejected-loading.tsx";
