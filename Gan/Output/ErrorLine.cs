using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Output;

/// <summary>Standard error, where sentences for a person go.</summary>
internal static class ErrorLine
{
    /// <summary>
    /// Writes a sentence: what it quotes from files cannot command the terminal. Where nothing can be written, on a full disk for instance,
    /// the exit code still says how it ended.
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
