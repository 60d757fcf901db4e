namespace Dashboard.Execution.Files;

/// <summary>What inotify(7) tells of an entry of a watched folder, and what it is asked for.</summary>
[Flags]
internal enum FolderEvents : uint
{
    None = 0,
    Modified = 0x2,
    ClosedWritten = 0x8,
    MovedFrom = 0x40,
    MovedTo = 0x80,
    Created = 0x100,
    Deleted = 0x200,

    /// <summary>The watched folder itself was deleted.</summary>
    FolderDeleted = 0x400,

    /// <summary>The watched folder itself was moved.</summary>
    FolderMoved = 0x800,

    /// <summary>There were more events than the kernel keeps.</summary>
    Overflow = 0x4000,

    /// <summary>The watch is gone.</summary>
    Ignored = 0x8000,

    /// <summary>Asked for: fail for anything but a folder.</summary>
    OnlyFolders = 0x0100_0000,

    /// <summary>Asked for: nothing of files that are open and have no name any more.</summary>
    OnlyNamed = 0x0400_0000,

    /// <summary>Asked for: what is watched already stays so.</summary>
    Besides = 0x2000_0000,

    /// <summary>The entry is a folder.</summary>
    OfFolder = 0x4000_0000,

    /// <summary>What tells that something else lies at a path.</summary>
    Entries = MovedFrom | MovedTo | Created | Deleted | FolderDeleted | FolderMoved | OnlyFolders | Besides,

    /// <summary>What tells, besides, that a file has new content.</summary>
    Contents = Entries | Modified | ClosedWritten | OnlyNamed,
}

/// <summary>One event.</summary>
/// <param name="Entry">The folder's watch, and the entry's name.</param>
/// <param name="What">What happened.</param>
/// <param name="Cookie">The same for both ends of a move.</param>
internal readonly record struct FolderEvent((int Watch, string Name) Entry, FolderEvents What, uint Cookie)
{
    public bool Is(FolderEvents what) => (What & what) != 0;
}
