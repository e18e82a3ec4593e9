namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>
/// A driver's compiler rejected a generated kernel: a mistake in the kernel, the translator or the driver, never in the user's input.
/// The message holds the compiler's log with the lines of the C# source, and the path of the generated text.
/// </summary>
public sealed class KernelCompileException(string message) : InvalidOperationException(message);
