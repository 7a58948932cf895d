using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace SyncEngine.Model;

/// <summary>
/// Hashes a sequence of values so that different sequences give different input bytes: every value is preceded by its length, absent is
/// different from empty. The order of calls is part of a format: change it only together with <c>PlanFormat</c>.
/// </summary>
internal sealed class FingerprintWriter : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] number = new byte[8];

    internal FingerprintWriter Add(string? text)
    {
        if (text is null)
        {
            return Add(-1);
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        Add(bytes.Length);
        hash.AppendData(bytes);
        return this;
    }

    internal FingerprintWriter Add(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(number, value);
        hash.AppendData(number);
        return this;
    }

    internal FingerprintWriter Add(bool value) => Add(value ? 1 : 0);

    internal FingerprintWriter Add(Fingerprint value) => Add(value.Value);

    internal FingerprintWriter Add(ImmutableArray<string> values)
    {
        if (values.IsDefault)
        {
            return Add(-1);
        }

        Add(values.Length);
        foreach (var value in values)
        {
            Add(value);
        }

        return this;
    }

    internal FingerprintWriter Add(AttributeSet attributes)
    {
        Add(attributes.Count);
        foreach (var (name, values) in attributes)
        {
            Add(name).Add(values);
        }

        return this;
    }

    internal Fingerprint Finish() => Fingerprint.Parse(Convert.ToHexStringLower(hash.GetHashAndReset()));

    public void Dispose() => hash.Dispose();
}
