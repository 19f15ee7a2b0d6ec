# SPDX-License-Identifier: Apache-2.0
# The program alone, in an image that has nothing else: docker build -t rampart . && docker run --rm -v "$PWD:/data" rampart lint .
FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends \
    ca-certificates cmake dpkg-dev gcc jq libc6-dev ninja-build patch pkg-config
COPY . /source
WORKDIR /source
RUN SOURCE_DATE_EPOCH=0 sh packaging/static.sh "$(uname -m)" /packages && \
    mkdir /rampart && tar -xf /packages/*.tar.gz --strip-components 1 -C /rampart

# With a shell, as jobs of GitLab want it: docker build --target ci -t rampart-ci .
FROM debian:bookworm-slim AS ci
COPY --from=build /rampart /usr

FROM scratch
COPY --from=build /rampart /usr
WORKDIR /data
ENTRYPOINT ["/usr/bin/rampart"]
