namespace Dashboard.Engine.Accounts;

/// <summary>Tells at once that somebody's account or roles have changed. A hint: whoever listens looks at what is true now.</summary>
internal sealed class AccountChanges
{
    /// <summary>An account was locked or unlocked, or its roles changed.</summary>
    public event Action? Changed;

    /// <summary>Tells the listeners.</summary>
    public void Publish() => Changed?.Invoke();
}
