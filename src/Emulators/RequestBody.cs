using Microsoft.AspNetCore.Http;

namespace SyncEngine.Emulators;

/// <summary>The whole body of a request, bounded.</summary>
internal static class RequestBody
{
    private const int Max = 16 * 1024 * 1024;

    internal static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        var part = new byte[16 * 1024];
        while (await context.Request.Body.ReadAsync(part, context.RequestAborted).ConfigureAwait(false) is var read and > 0)
        {
            if (buffer.Length + read > Max)
            {
                throw new BadHttpRequestException("The body is larger than any request of this API.", StatusCodes.Status413PayloadTooLarge);
            }

            buffer.Write(part, 0, read);
        }

        return buffer.ToArray();
    }
}
