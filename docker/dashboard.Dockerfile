# syntax=docker/dockerfile:1
# Build from the root of the repository: docker build -f docker/dashboard.Dockerfile .

FROM node:20-slim AS manifests
WORKDIR /plumbline
COPY . .
# Only manifests stay, so that a change of source does not install everything anew.
RUN find . -type f ! -name package.json ! -name package-lock.json -delete && find . -type d -empty -delete

FROM node:20-slim AS build
WORKDIR /plumbline
ENV NEXT_TELEMETRY_DISABLED=1
COPY --from=manifests /plumbline ./
# Not npm ci, which refuses a lock file that was written on another platform; versions are still the lock's.
RUN --mount=type=cache,target=/root/.npm npm install --no-save --ignore-scripts
COPY . .
RUN npx turbo run build --filter=@plumbline/dashboard

FROM node:20-slim
WORKDIR /plumbline
ENV NODE_ENV=production
# The standalone output carries the few dependencies that it needs.
COPY --from=build /plumbline/apps/dashboard/.next/standalone apps/dashboard/.next/standalone
COPY apps/dashboard/package.json apps/dashboard/start.mjs apps/dashboard/
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.DASHBOARD_PORT || 3000) + '/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/dashboard/start.mjs"]
