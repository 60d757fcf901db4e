using System.Collections.Immutable;
using Dashboard.Core.Output;
using Dashboard.Execution.Containers;

namespace Dashboard.Execution.Secrets;

/// <summary>
/// Reads secret files inside a container, by a command there: it sees what a step there sees, mounts and memory file systems included,
/// which the engine's archive does not hold. First as the container's own user, and where that may not, as its root. Only where it does not
/// run, the archive is asked.
/// </summary>
internal static class ContainerSecrets
{
    /// <summary>
    /// Writes for each path a line <c>file INDEX LENGTH NAME</c> with that many bytes behind it (the name only of files in a folder), or
    /// <c>absent INDEX</c>, <c>strange INDEX</c> (no file), <c>large INDEX</c>, <c>deep INDEX</c> or <c>refused INDEX</c>. Links to folders
    /// are followed, each folder once. That nothing is there counts only when the folder above may be searched.
    /// </summary>
    private const string Script = """
        most=$1 deepest=$2; shift 2
        show() {
          c=$(wc -c < "$1") 2>/dev/null || { echo "refused $i"; return; }
          c=$((c))
          if [ "$c" -gt "$most" ]; then echo "large $i"; return; fi
          echo "file $i $c $2"; head -c "$c" "$1"
        }
        walk() {
          if ! [ -r "$1" ] || ! [ -x "$1" ]; then echo "refused $i"; return; fi
          if [ "$2" -gt "$deepest" ]; then echo "deep $i"; return; fi
          d=$(cd "$1" && pwd -P) || { echo "refused $i"; return; }
          case "$seen" in *"|$d|"*) return ;; esac
          seen="$seen|$d|"
          for f in "$1"/* "$1"/.[!.]* "$1"/..?*; do
            if [ -d "$f" ]; then walk "$f" $(($2 + 1)); elif [ -f "$f" ]; then
              case ${f##*/} in *[!A-Za-z0-9._-]*) show "$f" other ;; *) show "$f" "${f##*/}" ;; esac
            fi
          done
        }
        i=0
        for p in "$@"; do
          seen=
          if [ -d "$p" ]; then walk "$p" 0
          elif [ -f "$p" ]; then show "$p" ''
          elif [ -e "$p" ]; then echo "strange $i"
          else
            d=${p%/*}
            while [ -n "$d" ] && ! [ -d "$d" ]; do d=${d%/*}; done
            if [ -z "$d" ] || [ -x "$d" ]; then echo "absent $i"; else echo "refused $i"; fi
          fi
          i=$((i + 1))
        done
        echo end
        """;

    /// <summary>Looks at paths in one container. One that is not there has nothing to leak; one that cannot be asked may have.</summary>
    public static async Task<SecretReading[]> ReadAsync(
        ContainerExec exec, ContainerFiles files, string container, IReadOnlyList<SecretSource> sources, SecretDefences defences,
        CancellationToken limit)
    {
        var (found, problem) = await AskAsync(exec, container, null, sources, defences, limit);
        if (problem is not null && !limit.IsCancellationRequested
            && await files.PresenceAsync(container, limit) is not ContainerPresence.Other and var presence)
        {
            for (var i = 0; i < found.Length; i++)
            {
                if (sources[i].Path?.StartsWith('/') != true)
                    continue;
                found[i] = presence == ContainerPresence.Missing
                    ? SecretReading.Absent("not looked for: There is no such container.")
                    : await StoppedContainerSecrets.ReadAsync(files, container, sources[i], defences, limit);
            }

            return found;
        }

        if (problem is not null || !found.Any(r => r.State == SecretState.Refused) || limit.IsCancellationRequested)
            return found;
        var (asRoot, _) = await AskAsync(exec, container, "0", sources, defences, limit);
        return [.. found.Zip(asRoot, (own, root) => own.State == SecretState.Refused ? root : own)];
    }

    // Besides what was found: why no command could be run there, which leaves all of it unknown.
    private static async Task<(SecretReading[] Found, string? Problem)> AskAsync(
        ContainerExec exec, string container, string? user, IReadOnlyList<SecretSource> sources, SecretDefences defences,
        CancellationToken limit)
    {
        var answer = new Answer();
        // Relative paths and paths that the run does not have are not asked for.
        int[] asked = [.. Enumerable.Range(0, sources.Count).Where(i => sources[i].Path?.StartsWith('/') == true)];
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(limit);
        answer.Full = enough.Cancel;
        var end = await exec.RunAsync(
            container,
            new(["sh", "-c", Script, "secrets", $"{HostSecrets.MaxBytes}", $"{HostSecrets.MaxDepth}",
                .. asked.Select(i => sources[i].Path!)], [])
            {
                User = user,
            }, answer, enough.Token);
        var parts = answer.Bytes.Length > Answer.Most
            ? null
            : Parse(answer.Bytes.GetBuffer().AsSpan(0, (int)answer.Bytes.Length), asked.Length);
        var problem = end.ExitCode is null && !limit.IsCancellationRequested ? end.Problem : null;
        return ([.. sources.Select((source, i) => Reading(source, Array.IndexOf(asked, i)))], problem);

        SecretReading Reading(SecretSource source, int place) =>
            source.Path is null ? SecretReading.Absent("not set in this run")
            : place < 0
                ? SecretReading.Refused(
                    $"{source.Name} is “{source.Path}”. Write the whole path, beginning with a slash; open a new run with it.") with
                {
                    OnlyForSteps = true,
                }
            : problem is not null ? Refused(source, container, problem)
            : parts is null ? Refused(source, container, "it could not be read")
            : Judge(source, container, parts[place], defences);
    }

    private static SecretReading Judge(SecretSource source, string container, Part part, SecretDefences defences)
    {
        if (part.Word is "refused" or "strange" or "large" or "deep" or "")
        {
            return Refused(source, container, part.Word switch
            {
                "strange" => "it is not a file",
                "deep" => $"its folders are nested deeper than {HostSecrets.MaxDepth}",
                "large" => $"it is longer than {HostSecrets.MaxBytes >> 20} MiB",
                _ => "permission denied",
            });
        }

        if (part.Files.Count == 0)
            return SecretReading.Absent($"not there in {container}");
        var values = new SecretValues(defences);
        part.Files.ForEach(f => values.Add(f.Content, f.Name));
        return values.Problem is { } problem
            ? SecretReading.Refused($"{source.Name} in {container}: {problem}")
            : new(SecretState.Known) { Values = values.ToImmutable() };
    }

    /// <summary>Something may be there, and cannot be known.</summary>
    public static SecretReading Refused(SecretSource source, string container, string why) => SecretReading.Refused(
        $"The secret file {source.Name} ({source.Path}) in the container {container} cannot be read: {why.TrimEnd('.')}. A step there may "
        + "be able to, and its content could not be masked. "
        + "Let the container's user or its root read it as a file, or move it away.");

    // Null when the answer is not whole: a file that changes while it is read, or a container without wc and head.
    private static Part[]? Parse(ReadOnlySpan<byte> answer, int count)
    {
        var parts = Enumerable.Range(0, count).Select(_ => new Part()).ToArray();
        while (answer.IndexOf((byte)'\n') is >= 0 and var end)
        {
            var words = System.Text.Encoding.ASCII.GetString(answer[..end]).Split(' ');
            answer = answer[(end + 1)..];
            if (words is ["end"])
                return answer.IsEmpty ? parts : null;
            if (words.Length < 2 || !int.TryParse(words[1], out var index) || index < 0 || index >= count)
                return null;
            if (words is ["file", _, var length, var name])
            {
                if (!int.TryParse(length, out var bytes) || bytes < 0 || bytes > answer.Length
                    || parts[index].Files.Count == HostSecrets.MaxFiles)
                    return null;
                parts[index].Files.Add((name.Length == 0 ? null : name, answer[..bytes].ToArray()));
                answer = answer[bytes..];
            }

            // A folder of which one file cannot be read is not known.
            if (parts[index].Word is "" or "file" or "absent")
                parts[index].Word = words[0];
        }

        return null;
    }

    private sealed class Part
    {
        public string Word { get; set; } = "";

        public List<(string? Name, byte[] Content)> Files { get; } = [];
    }

    private sealed class Answer : IOutputSink
    {
        public const int Most = 4 * HostSecrets.MaxBytes;

        public MemoryStream Bytes { get; } = new();

        public Action Full { get; set; } = () => { };

        public ValueTask WriteAsync(OutputChannel channel, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
        {
            if (channel == OutputChannel.Stdout && Bytes.Length <= Most)
                Bytes.Write(bytes.Span);
            if (Bytes.Length > Most)
                Full();
            return ValueTask.CompletedTask;
        }
    }
}
