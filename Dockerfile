# kawaraban as an image. The digests that come with the checkout are in it; to bring your own, mount
# a folder over /app/digests. What must survive is kept in the volume /data.
FROM node:26-slim
WORKDIR /app

# Elsewhere npm packages bring Node; here the image does, and they would only weigh (over 200 MB).
# Never --omit=optional: that would drop the platform binaries of other packages too.
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm \
  npm ci --omit=dev && rm -rf node_modules/.bin/node node_modules/node-linux-*

COPY bin ./bin
COPY digests ./digests
COPY src ./src

RUN mkdir /data && chown node:node /data
ENV NODE_ENV=production DATA_DIR=/data
USER node
VOLUME /data

# A worker has no page: that it runs is all there is to ask.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
  CMD ["node", "-e", "process.env.ROLE === 'worker' ? process.exit(0) : fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]

# Exec form: SIGTERM reaches kawaraban itself, which then finishes what is in flight.
CMD ["node", "src/main.ts"]
