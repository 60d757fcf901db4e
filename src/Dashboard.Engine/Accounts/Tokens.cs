using System.Buffers.Text;
using System.Security.Cryptography;
using Dashboard.Core.Runbooks;

namespace Dashboard.Engine.Accounts;

/// <summary>One-time tokens: 256 random bits, as base64url. Only their SHA-256 is kept; with that many bits it needs no salt.</summary>
internal static class Tokens
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string Hash(string token) => Digests.Of(token);
}
