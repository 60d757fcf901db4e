namespace Dashboard.Linting.Shell.Catalogue;

/// <summary>The words of the catalogue's third column: what a program or a verb does.</summary>
internal enum ProgramEffect
{
    /// <summary>It only looks.</summary>
    Looks,

    /// <summary>It changes something that outlives the step.</summary>
    Changes,

    /// <summary>It takes something out of service.</summary>
    Halts,

    /// <summary>It deletes something permanently.</summary>
    Destroys,

    /// <summary>The linter cannot tell what it runs.</summary>
    Unclear,

    /// <summary>Nothing more is known than what the details say, so its arguments may hold another command.</summary>
    Unknown,

    /// <summary>It runs the command in its arguments.</summary>
    Runs,

    /// <summary>It runs the command in its arguments, in a container that is there.</summary>
    Enters,

    /// <summary>It runs the command in its arguments, in a container that it makes: a change, whatever runs inside.</summary>
    Starts,

    /// <summary>It is a shell.</summary>
    Shell,

    /// <summary>It is a database client: its SQL says what it does.</summary>
    Sql,

    /// <summary>It is another program, or another program's verb.</summary>
    Is,
}

/// <summary>Which operands of a program are files that it writes.</summary>
internal enum WrittenOperands
{
    /// <summary>None.</summary>
    None,

    /// <summary>All of them.</summary>
    Operands,

    /// <summary>The second one.</summary>
    Second,

    /// <summary>The last one, unless an option names the target.</summary>
    Last,
}

/// <summary>What a program puts into the files that it writes.</summary>
internal enum CopiedContent
{
    /// <summary>Nothing that is followed.</summary>
    None,

    /// <summary>The files that its operands name.</summary>
    Operands,

    /// <summary>What it reads.</summary>
    Input,
}

/// <summary>What a program prints.</summary>
internal enum ShownContent
{
    /// <summary>Nothing that is followed.</summary>
    None,

    /// <summary>What it reads: its input and the files it is given.</summary>
    Input,

    /// <summary>A part of what it reads, which the script chooses.</summary>
    Part,

    /// <summary>The whole environment.</summary>
    Environment,

    /// <summary>A secret.</summary>
    Secret,
}
