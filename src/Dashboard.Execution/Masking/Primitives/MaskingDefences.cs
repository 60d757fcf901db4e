namespace Dashboard.Execution.Masking.Primitives;

/// <summary>Parts of the masker that tests switch off, to show that each is needed.</summary>
internal sealed record MaskingDefences(
    bool Encodings = true, bool KeyBlocks = true, bool HoldBack = true, bool Escapes = true, bool WhiteSpace = true,
    bool AcrossChannels = true, bool OnlyHotPlaces = true)
{
    public static MaskingDefences All { get; } = new();
}
