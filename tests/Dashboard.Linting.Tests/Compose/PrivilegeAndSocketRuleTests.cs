namespace Dashboard.Linting.Tests.Compose;

public sealed class PrivilegeAndSocketRuleTests
{
    public static TheoryData<string, string> Bad => new()
    {
        { "privileged", "services:\n  api:\n    privileged: «LN403»true\n" },
        { "privileged as yes", "services:\n  api:\n    privileged: «LN403»yes\n" },
        { "privileged, quoted", "services:\n  api:\n    privileged: «LN403»\"true\"\n" },
        { "privileged by a variable", "services:\n  api:\n    privileged: «LN403»${PRIVILEGED:-false}\n" },
        { "privileged by an overlay",
            "=== a.yaml\nservices: {api: {privileged: false}}\n=== b.yaml\nservices: {api: {privileged: «LN403»true}}\n" },
        { "privileged by a base", "=== a.yaml\nservices: {api: {privileged: «LN403»true}}\n=== b.yaml\nservices: {api: {privileged: }}\n" },
        { "privileged by extends", "services:\n  base: {privileged: «LN403»true}\n  api: {extends: {service: base}, privileged: false}\n" },
        { "a privileged hook", "services:\n  api:\n    post_start:\n      - {command: x, privileged: «LN403»true}\n" },
        { "all capabilities", "services:\n  api:\n    cap_add: [NET_ADMIN, «LN403»ALL]\n" },
        { "SYS_ADMIN", "services:\n  api:\n    cap_add:\n      - «LN403»SYS_ADMIN\n" },
        { "CAP_SYS_ADMIN in small letters", "services:\n  api:\n    cap_add: [«LN403»cap_sys_admin]\n" },
        { "a capability in a default", "services:\n  api:\n    cap_add: [«LN403»'${CAP:-SYS_ADMIN}']\n" },
        { "a capability of the base", "=== a.yaml\nservices: {api: {cap_add: [«LN403»SYS_ADMIN]}}\n=== b.yaml\n"
            + "services: {api: {cap_add: [NET_ADMIN], cap_drop: [ALL]}}\n" },
        { "the socket", "services:\n  api:\n    volumes: [«LN404»'/var/run/docker.sock:/var/run/docker.sock']\n" },
        { "the socket read-only", "services:\n  api:\n    volumes: [«LN404»'/run/docker.sock:/tmp/d.sock:ro']\n" },
        { "the socket in long syntax",
            "services:\n  api:\n    volumes:\n      - «LN404»type: bind\n        source: /run/docker.sock\n        target: /x\n"
                + "        read_only: true\n" },
        { "the socket with detours", "services:\n  api:\n    volumes: [«LN404»'/var/../run//docker.sock/:/x']\n" },
        { "the socket in a default", "services:\n  api:\n    volumes: [«LN404»'${SOCKET:-/var/run/docker.sock}:/x']\n" },
        { "the socket behind a variable", "services:\n  api:\n    volumes: [«LN404»'$ROOT/docker.sock:/x']\n" },
        { "an unknown source as the socket", "services:\n  api:\n    volumes: [«LN404»'$SOCKET:/var/run/docker.sock']\n" },
        { "the folder of the socket", "services:\n  api:\n    volumes: [«LN404»'/var/run:/host/run:ro']\n" },
        { "the root folder", "services:\n  api:\n    volumes: [«LN404»'/:/host:ro']\n" },
        { "containerd's socket", "services:\n  api:\n    volumes: [«LN404»'/run/containerd/containerd.sock:/x']\n" },
        { "podman's socket", "services:\n  api:\n    volumes: [«LN404»'/run/user/1000/podman/podman.sock:/x']\n" },
        { "podman's folder", "services:\n  api:\n    volumes: [«LN404»'/run/podman:/x']\n" },
        { "a person's sockets", "services:\n  api:\n    volumes: [«LN404»'${XDG_RUNTIME_DIR}:/x', «LN404»'$XDG_RUNTIME_DIR/:/z', "
            + "«LN404»'${XDG_RUNTIME_DIR:?set it}/podman:/a', «LN404»'/run/user/1000:/y']\n" },
        { "the socket by a named volume",
            "services:\n  api:\n    volumes: [«LN404»'engine:/x']\nvolumes:\n"
                + "  engine: {driver_opts: {type: none, o: bind, device: /var/run}}\n" },
        { "the socket as a secret", "services:\n  api:\n    secrets: [engine]\nsecrets:\n  engine: {file: «LN404»/var/run/docker.sock}\n" },
        { "the socket asked for", "services:\n  api:\n    use_api_socket: «LN404»true\n" },
        { "the socket by an overlay, once for two services that share it",
            "=== a.yaml\nx-m: &m [«LN404»'/run/docker.sock:/a']\nservices: {api: {volumes: *m}}\n=== b.yaml\n"
                + "services: {api: {volumes: ['./x:/b']}}\n" },
        { "the socket of a volume that an overlay defines",
            "=== a.yaml\nservices: {api: {volumes: [«LN404»'engine:/x']}}\nvolumes: {engine: {}}\n=== b.yaml\n"
                + "volumes: {engine: {driver_opts: {device: /run/docker.sock, o: bind}}}\n" },
    };

    public static TheoryData<string, string> Good => new()
    {
        { "not privileged",
            "services:\n  a: {privileged: false}\n  b: {privileged: \"false\"}\n  c: {privileged: no}\n  d: {privileged: }\n" },
        { "an overlay takes it back",
            "=== a.yaml\nservices: {api: {privileged: true}}\n=== b.yaml\nservices: {api: {privileged: false}}\n" },
        { "an overlay resets it", "=== a.yaml\nservices: {api: {privileged: true, cap_add: [ALL]}}\n=== b.yaml\n"
            + "services: {api: {privileged: !reset false, cap_add: !override [CHOWN]}}\n" },
        { "other capabilities", "services:\n  api: {cap_add: [NET_ADMIN, SYS_TIME], cap_drop: [ALL, SYS_ADMIN], pid: host}\n" },
        { "an unprivileged hook", "services:\n  api:\n    post_start: [{command: x, privileged: false, user: root}]\n" },
        { "other sockets", "services:\n  api: {volumes: ['/run/postgresql/x.sock:/x', '/run/app:/run/app', '/var/lib/x:/x']}\n" },
        { "a target of the same folder", "services:\n  api: {volumes: ['./run:/run', './var:/var/run', './root:/']}\n" },
        { "similar names", "services:\n  api: {volumes: ['/run/docker.sock.d:/x', './my-docker.sock.md:/y', '/runner:/z']}\n" },
        { "memory there", "services:\n  api:\n    tmpfs: [/run]\n    volumes: [{type: tmpfs, target: /var/run/docker.sock}]\n" },
        { "a file as a secret",
            "services:\n  api: {secrets: [a]}\nsecrets:\n  a: {file: ./a}\n  b: {environment: B}\n  c: {external: true}\n" },
        { "the socket not asked for", "services:\n  api: {use_api_socket: false}\n" },
        { "an overlay puts something else there",
            "=== a.yaml\nservices: {api: {volumes: ['/run/docker.sock:/x']}}\n=== b.yaml\nservices: {api: {volumes: ['./none:/x']}}\n" },
    };

    [Theory, MemberData(nameof(Bad))]
    public void Check_OfAContainerThatOwnsTheHost_FindsIt(string name, string files)
    {
        name.ShouldNotBeEmpty();
        files.ShouldContain("«LN40");
        Corpus.ShouldBeAsMarked(files);
    }

    [Theory, MemberData(nameof(Good))]
    public void Check_OfAContainedContainer_FindsNothing(string name, string files)
    {
        name.ShouldNotBeEmpty();
        Corpus.ShouldBeAsMarked(files);
    }
}
