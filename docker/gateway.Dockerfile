# syntax=docker/dockerfile:1
# Build from the root of the repository: docker build -f docker/gateway.Dockerfile .

FROM node:20-slim AS manifests
WORKDIR /plumbline
COPY . .
# Only manifests stay, so that a change of source does not install everything anew.
RUN find . -type f ! -name package.json ! -name package-lock.json -delete && find . -type d -empty -delete

FROM node:20-slim AS dependencies
WORKDIR /plumbline
COPY --from=manifests /plumbline ./
# Optional peers and development dependencies would bring the embedded engines and a compiler along.
RUN npm pkg delete devDependencies --workspaces --include-workspace-root
RUN --mount=type=cache,target=/root/.npm npm install --no-save --omit=dev --omit=peer --ignore-scripts --workspace=@plumbline/gateway

FROM node:20-slim AS build
WORKDIR /plumbline
COPY --from=manifests /plumbline ./
# Not npm ci, which refuses a lock file that was written on another platform; versions are still the lock's.
RUN --mount=type=cache,target=/root/.npm npm install --no-save --ignore-scripts
COPY . .
RUN npx turbo run build --filter=@plumbline/gateway

FROM node:20-slim
WORKDIR /plumbline
ENV NODE_ENV=production PLUMBLINE_DATA_DIR=/var/lib/plumbline
# The journal of its calls and its last snapshot. Mount a volume here.
RUN install -d -o node -g node /var/lib/plumbline
COPY --from=dependencies /plumbline ./
COPY --from=build /plumbline/apps/gateway/dist apps/gateway/dist
USER node
EXPOSE 3002
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.GATEWAY_PORT || 3002) + '/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "apps/gateway/dist/main.js"]
