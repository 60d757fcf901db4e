using System.Text.Json;
using Dashboard.Core.Ledger;

namespace Dashboard.Engine.Accounts;

/// <summary>Something that this version cannot read: a newer one wrote it, or it was damaged. Never written.</summary>
public sealed record UnknownAccountEvent : AccountEvent;

/// <summary>Reads the events of the stream of accounts.</summary>
internal static class AccountEvents
{
    /// <summary>The event in an entry; null when this version cannot read it.</summary>
    public static AccountEvent? Read(LedgerContent content)
    {
        try
        {
            return content.Data.Deserialize<AccountEvent>(LedgerCodec.Json);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
