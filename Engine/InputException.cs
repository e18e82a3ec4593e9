namespace GanFromScratch.Engine;

/// <summary>
/// A mistake in the user's input: a file, an option, a shape. The message is one sentence that says what is wrong and where, what was
/// expected, what was found, and what to do. A command prints it and exits with code 2; nothing is lost or overwritten. It may contain
/// text from a file: <see cref="PlainText"/> makes it harmless for a terminal and keeps it short.
/// </summary>
public class InputException(string message, Exception? inner = null) : Exception(PlainText.Sentence(message), inner);

/// <summary>Sizes that do not fit together. The message names the op or layer, what it expected and what it got.</summary>
public sealed class ShapeException(string message) : InputException(message)
{
    /// <summary>The check of every loss of predictions against targets: they must have one shape, without broadcasting.</summary>
    /// <param name="loss">Its name, for the message.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static void ThrowIfTargetsDiffer(string loss, Shape predictions, Shape targets)
    {
        if (predictions != targets)
            throw new ShapeException($"{loss}: expected targets of the predictions' shape {predictions}, got {targets}.");
    }
}

/// <summary>A file whose content does not match its format: truncated, overwritten, or of another format.</summary>
public sealed class DamagedFileException(string message, Exception? inner = null) : InputException(message, inner);
