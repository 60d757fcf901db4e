using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Ledger;

/// <summary>
/// Writes and reads the bytes of ledger entries: one JSON object (RFC 8259) in UTF-8, members in a fixed order, no white space, for example
/// <c>{"seq":2,"prev":"…","stream":"run/…","streamPrev":"…","at":"2026-01-31T21:02:11.0000000Z",
/// "actor":{"id":"…","name":"…"},"data":{"type":"step-started",…}}</c>.
/// </summary>
public static class LedgerCodec
{
    /// <summary>What the first entry names as the hash before it.</summary>
    public static string NoHash { get; } = new('0', 64);

    /// <summary>How events and entries are written. Unknown members are refused, so that nothing in an entry goes unread.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        // Nulls are never written; one where a value belongs is no entry, rather than a surprise to whoever reads it.
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>The entry for something that happened.</summary>
    /// <typeparam name="T">The closed hierarchy the event belongs to, such as <see cref="RunEvent"/>.</typeparam>
    public static LedgerEntry Write<T>(
        long sequence, string previous, string stream, string streamPrevious, DateTimeOffset at, Actor actor, T what)
    {
        var content = new Form<JsonElement>(
            sequence, previous, stream, streamPrevious, at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), actor,
            JsonSerializer.SerializeToElement(what, Json));
        var bytes = JsonSerializer.SerializeToUtf8Bytes(content, Json);
        return new(sequence, stream, bytes, Digests.Of(bytes));
    }

    /// <summary>What an entry's bytes say.</summary>
    /// <exception cref="JsonException">The bytes are not an entry.</exception>
    public static LedgerContent Read(ReadOnlySpan<byte> bytes)
    {
        var form = Form<JsonElement>.Of(bytes);
        return new(form.Seq, form.Prev, form.Stream, form.StreamPrev, form.Time(), form.Actor, form.Data);
    }

    /// <summary>
    /// What an entry's bytes say; null when they are not an entry. For what must go on beside a damaged one: <c>verify</c> tells of it.
    /// </summary>
    public static LedgerContent? TryRead(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Read(bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The run event in an entry of a run's stream.</summary>
    /// <exception cref="JsonException">The entry holds something else.</exception>
    public static RecordedEvent ReadRunEvent(ReadOnlySpan<byte> bytes)
    {
        // At one go: lists of years read thousands of these.
        Form<RunEvent?> form;
        try
        {
            form = Form<RunEvent?>.Of(bytes);
        }
        catch (NotSupportedException e)
        {
            // An event without a type.
            throw new JsonException(e.Message, e);
        }

        return new(form.Seq, form.Time(), form.Actor, form.Data ?? throw new JsonException("The event is null."));
    }

    private sealed record Form<T>(
        [property: JsonRequired] long Seq,
        [property: JsonRequired] string Prev,
        [property: JsonRequired] string Stream,
        [property: JsonRequired] string StreamPrev,
        [property: JsonRequired] string At,
        [property: JsonRequired] Actor Actor,
        [property: JsonRequired] T Data)
    {
        public static Form<T> Of(ReadOnlySpan<byte> bytes) =>
            JsonSerializer.Deserialize<Form<T>>(bytes, Json) ?? throw new JsonException("The entry is null.");

        public DateTimeOffset Time() =>
            DateTimeOffset.TryParseExact(At, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? at
                : throw new JsonException($"'{At}' is not a time.");
    }
}
