using System.Collections.Immutable;

namespace Dashboard.Engine.Ports;

/// <summary>Collects faults.</summary>
public sealed class FaultList
{
    // What is found may be as long as an attacker likes.
    private const int Longest = 500;

    private readonly ImmutableArray<VerifyFault>.Builder _faults = ImmutableArray.CreateBuilder<VerifyFault>();

    /// <summary>Whether anything was wrong.</summary>
    public bool Any => _faults.Count > 0;

    /// <summary>Adds one; see <see cref="VerifyFault"/>. More than <see cref="VerifyReport.Most"/> are not kept.</summary>
    public void Add(string where, string what, string expected, string found)
    {
        if (_faults.Count < VerifyReport.Most)
            _faults.Add(new(Short(where), Short(what), Short(expected), Short(found)));
    }

    private static string Short(string text) => Core.Text.TextCut.Shorten(text, Longest);

    /// <summary>All of them, the first one first.</summary>
    public ImmutableArray<VerifyFault> ToImmutable() => _faults.ToImmutable();
}
