namespace Dashboard.Linting.Shell.Catalogue;

/// <summary>
/// What a line of the catalogue cannot say. Each rule is a piece of code that reads the arguments of one kind of program.
/// </summary>
internal enum ProgramRule
{
    /// <summary>The line says it all.</summary>
    None,

    /// <summary><c>ansible -m MODULE</c>: its verbs are modules.</summary>
    Ansible,

    /// <summary><c>awk</c>: its program runs commands and writes files.</summary>
    Awk,

    /// <summary><c>capsh</c>: what stands behind <c>--</c> goes to a shell.</summary>
    Capsh,

    /// <summary><c>curl</c>: the method and the address decide.</summary>
    Curl,

    /// <summary><c>dd of=FILE</c>.</summary>
    Dd,

    /// <summary><c>env -S</c>, and <c>env</c> alone.</summary>
    Env,

    /// <summary><c>fd -x COMMAND</c>.</summary>
    Fd,

    /// <summary><c>find -delete</c>, <c>-fprint FILE</c>, <c>-exec COMMAND</c>.</summary>
    Find,

    /// <summary><c>flock FILE COMMAND</c>, <c>flock FILE -c CODE</c>.</summary>
    Flock,

    /// <summary><c>git</c> in a temporary folder, and its lists of branches, tags and remotes.</summary>
    Git,

    /// <summary><c>http POST URL</c>: the method and the address decide.</summary>
    Http,

    /// <summary><c>perl -i</c>, <c>ruby -i</c>.</summary>
    InPlace,

    /// <summary><c>/etc/init.d/NAME status</c>.</summary>
    InitScript,

    /// <summary><c>kill</c>: the signal and the process decide.</summary>
    Kill,

    /// <summary><c>sudo</c> and its kin start a shell when they are given no command.</summary>
    LoginShell,

    /// <summary><c>mktemp</c>: the folder decides.</summary>
    Mktemp,

    /// <summary><c>chmod</c> and its kin: the files stand behind a mode, which may look like an option.</summary>
    Mode,

    /// <summary><c>mongosh --eval CODE</c>: the methods that the code calls decide.</summary>
    Mongo,

    /// <summary><c>nc</c>: what it sends decides.</summary>
    Netcat,

    /// <summary><c>parallel</c> hands each line to a shell.</summary>
    Parallel,

    /// <summary><c>patch</c> writes the file that it is given, or files below the folder it is in.</summary>
    Patch,

    /// <summary><c>redis-cli</c> reads its commands when it is given none.</summary>
    Redis,

    /// <summary><c>ssh HOST COMMAND</c>.</summary>
    RemoteShell,

    /// <summary><c>salt TARGET cmd.run CODE</c>.</summary>
    Salt,

    /// <summary><c>script -c CODE</c>.</summary>
    Script,

    /// <summary><c>sed -i</c>; its script runs commands and writes files.</summary>
    Sed,

    /// <summary><c>service NAME status</c>.</summary>
    Service,

    /// <summary><c>split FILE PREFIX</c>.</summary>
    Split,

    /// <summary><c>sqlite3 FILE SQL</c>.</summary>
    Sqlite,

    /// <summary><c>ssh-keygen</c>: most of what it does writes a key.</summary>
    SshKeygen,

    /// <summary><c>sg GROUP CODE</c>.</summary>
    SwitchGroup,

    /// <summary><c>su USER -c CODE</c>.</summary>
    SwitchUser,

    /// <summary><c>tar</c>: letters in a row, without a dash.</summary>
    Tar,

    /// <summary><c>unzip</c>: the folder decides.</summary>
    Unzip,

    /// <summary><c>watch</c> hands its arguments to a shell.</summary>
    Watch,

    /// <summary><c>wget</c>: the method and the address decide.</summary>
    Wget,

    /// <summary><c>xargs COMMAND</c>, with what it reads behind it.</summary>
    Xargs,
}
