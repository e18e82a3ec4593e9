using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Output;

/// <summary>Standard error, where sentences for a person go.</summary>
internal static class ErrorLine
{
    /// <summary>
    /// Writes a sentence with control characters from quoted files neutralised. If nothing can be written, for example on a full disk, the
    /// exit code still reports the outcome.
    /// </summary>
    public static void Write(string sentence)
    {
        try
        {
            Console.Error.WriteLine(PlainText.Sentence(sentence));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
        }
    }
}
