namespace Dashboard.Core.Accounts;

/// <summary>Something that this version cannot read: a newer one wrote it, or it was damaged. Never written.</summary>
public sealed record UnknownAccountEvent : AccountEvent;
