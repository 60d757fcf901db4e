namespace Dashboard.Execution.Containers;

/// <summary>What is run in a container to end a command there, for any POSIX shell.</summary>
internal static class ContainerScripts
{
    // Who carries the mark in his environment, as /proc/PID/environ. Without grep the shell reads them itself, which takes long where many
    // processes are.
    private const string Marked = """
        marked() {
          [ -n "$1" ] || return 0
          if command -v grep >/dev/null; then
            grep -ls -- "$1" /proc/[0-9]*/environ
            return 0
          fi
          for f in /proc/[0-9]*/environ; do
            while read -r e || [ -n "$e" ]; do
              case $e in *"$1"*)
                echo "$f"
                break
                ;;
              esac
            done <"$f"
          done
        }

        """;

    /// <summary>
    /// Signals a process group, and whoever carries the mark. Arguments: the leader, the signal's name, the mark. Before TERM the leader is
    /// made to stand still, so that it has ended, or has not: one that ended by itself a moment ago was not ended by anybody. Prints
    /// <c>ended</c>, <c>refused</c> or <c>sent</c>.
    /// </summary>
    public const string Signal = Marked + """
        if [ "$2" = TERM ] && [ -d /proc/1 ]; then
          if ! kill -STOP "$1" 2>/dev/null && [ -d "/proc/$1" ]; then
            echo refused
            exit
          fi
          i=0
          while [ $i -lt 20000 ] && read -r s <"/proc/$1/stat"; do
            case ${s##*) } in
              T* | t*) break ;;
              Z* | X*)
                t=$(echo /proc/"$1"/task/*)
                case $t in *' '*) break ;; esac
                echo ended
                exit
                ;;
            esac
            i=$((i + 1))
          done 2>/dev/null
          if ! [ -d "/proc/$1" ]; then
            echo ended
            exit
          fi
        fi
        if ! kill -"$2" -"$1" 2>/dev/null && [ -d "/proc/$1" ]; then
          echo refused
          exit
        fi
        # First of all: nothing that is started here may keep it from going on.
        [ "$2" = KILL ] || kill -CONT "$1" 2>/dev/null
        echo sent
        for f in $(marked "$3" 2>/dev/null); do
          p=${f#/proc/}
          kill -"$2" "${p%/environ}" 2>/dev/null
        done
        """;

    /// <summary>Prints <c>yes</c> when a process still writes to what the engine gave it as its output. Argument: the process.</summary>
    public const string HoldsOutput = """
        case "$(readlink "/proc/$1/fd/1") $(readlink "/proc/$1/fd/2")" in *pipe:* | */dev/pts/* | *socket:*) echo yes ;; esac
        """;

    /// <summary>
    /// Lists what lives of a session or carries the mark, as <c>pid name</c>, and then <c>end</c>. Arguments: the leader, the mark.
    /// </summary>
    public const string GoingOn = Marked + """
        [ -d /proc/1 ] || exit
        m=$(marked "$2" 2>/dev/null)
        leader=$1
        for d in /proc/[0-9]*; do
          read -r s <"$d/stat" || continue
          set -- ${s##*) }
          case $1 in Z | X) continue ;; esac
          if [ "$4" != "$leader" ]; then
            case "$m
        " in *"$d/environ
        "*) ;; *) continue ;; esac
          fi
          read -r c <"$d/comm" || c='?'
          echo "${d#/proc/} $c"
        done 2>/dev/null
        echo end
        """;
}
