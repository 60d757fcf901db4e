namespace Dashboard.Engine.Ports;

/// <summary>Tells whether the database has changed since it was asked last. Not for several threads at once.</summary>
public interface IDatabaseChanges : IDisposable
{
    /// <summary>A number that is another one after each change; null when that cannot be told at the moment.</summary>
    long? Number();
}
