# The dashboard as a container image. No BuildKit needed; the base images can be replaced by --build-arg.
#
#   docker build -t cutover .
#   docker run -p 127.0.0.1:8080:8080 -v cutover-data:/data -v /srv/platform/runbooks:/runbooks:ro cutover
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0

FROM ${SDK_IMAGE} AS build
# Lets whoever builds often remove what this stage leaves behind: docker image prune --filter label=cutover.stage=build
LABEL cutover.stage=build
WORKDIR /source
ENV DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# The project files first, so that a change of code does not restore all packages again.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/Dashboard.Core/Dashboard.Core.csproj src/Dashboard.Core/packages.lock.json src/Dashboard.Core/
COPY src/Dashboard.Linting/Dashboard.Linting.csproj src/Dashboard.Linting/packages.lock.json src/Dashboard.Linting/
COPY src/Dashboard.Execution/Dashboard.Execution.csproj src/Dashboard.Execution/packages.lock.json src/Dashboard.Execution/
COPY src/Dashboard.Engine/Dashboard.Engine.csproj src/Dashboard.Engine/packages.lock.json src/Dashboard.Engine/
COPY src/Dashboard.Storage/Dashboard.Storage.csproj src/Dashboard.Storage/packages.lock.json src/Dashboard.Storage/
COPY src/Dashboard/Dashboard.csproj src/Dashboard/packages.lock.json src/Dashboard/
RUN dotnet restore src/Dashboard --locked-mode
COPY wwwroot wwwroot
COPY src src
# What the analysers say is for .ci/run; it changes nothing in what is built.
RUN dotnet publish src/Dashboard --no-restore -c Release -p:RunAnalyzers=false -o /app

FROM ${RUNTIME_IMAGE}
# What steps need: a shell, the sandbox of read-only steps, ssh for other hosts and for signatures, the linter's tools, time zones for people; and an init (tini):
# what a step leaves behind becomes a child of process 1, and the server takes note of the end of its own children alone.
RUN apt-get update \
    && apt-get install -y --no-install-recommends bash bubblewrap libseccomp2 openssh-client shellcheck shfmt tini tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --home-dir /data --no-create-home --shell /usr/sbin/nologin cutover \
    && install -d -m 0700 -o cutover -g cutover /data
WORKDIR /app
COPY --from=build /app ./
COPY runbooks /runbooks
# Only inside the container does it listen on every address; which of the host's addresses it gets is for `docker run -p` to say.
ENV ASPNETCORE_URLS=http://0.0.0.0:8080 \
    ASPNETCORE_HTTP_PORTS= \
    Dashboard__Data=/data \
    Dashboard__Runbooks=/runbooks \
    HOME=/data \
    LANG=C.UTF-8
USER cutover
VOLUME ["/data", "/runbooks"]
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
ENTRYPOINT ["tini", "--", "dotnet", "/app/Dashboard.dll"]
