namespace GanFromScratch.Engine;

/// <summary>
/// A mistake in what the user gave: a file, an option, a shape. The message is one sentence that says what is wrong and where,
/// what was expected, what was found, and what to do. A command prints it and exits with code 2; nothing is lost or overwritten.
/// Text that comes from a file may stand in it: <see cref="PlainText"/> makes it harmless for a terminal and keeps it short.
/// </summary>
public class InputException(string message, Exception? inner = null) : Exception(PlainText.Sentence(message), inner);

/// <summary>Sizes that do not fit together. The message names the op or layer, what it expected and what it got.</summary>
public sealed class ShapeException(string message) : InputException(message);

/// <summary>A file whose content is not what its format demands: cut short, overwritten, of another format altogether.</summary>
public sealed class DamagedFileException(string message, Exception? inner = null) : InputException(message, inner);
