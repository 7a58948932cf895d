using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace SyncEngine.Emulators;

/// <summary>Reads seed and data files, writes data files. Both have the same format.</summary>
internal static class GSuiteFile
{
    // Not source-generated: generated code gives a missing init-only property null, where a seed relies on its default.
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        WriteIndented = true,
        RespectNullableAnnotations = true,

        // A person reads this file; names need not be escaped.
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    internal static GSuiteDocument Read(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path), $"file '{path}'");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                $"The emulator's file '{path}' cannot be read: {e.Message}", "Check the path and its permissions.", e);
        }
    }

    internal static GSuiteDocument Parse(ReadOnlySpan<byte> bytes, string source)
    {
        try
        {
            return JsonSerializer.Deserialize<GSuiteDocument>(bytes, Json) ?? throw new JsonException("It holds 'null'.");
        }
        catch (JsonException e)
        {
            throw new ConfigurationException(
                $"The emulator's {source} is not a G Suite data file: {e.Message}",
                "Correct it (the README of SyncEngine.Emulators describes the format), or give another one.",
                e);
        }
    }

    internal static byte[] ToBytes(GSuiteDocument document) => JsonSerializer.SerializeToUtf8Bytes(document, Json);

    internal static void Write(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            AtomicFile.Write(path, content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                $"The emulator's file '{path}' cannot be written: {e.Message}", "Check the folder, its permissions and the free space.", e);
        }
    }
}
