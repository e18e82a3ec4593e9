using GanFromScratch.Engine;

namespace GanFromScratch.Layers.Serialization;

/// <summary>Opens files named by the user; the error explains in one sentence why one cannot be opened.</summary>
public static class InputFile
{
    /// <summary>A stream over the whole of <paramref name="path"/>, read from front to back.</summary>
    /// <exception cref="InputException">
    /// The file is missing, locked, or not permitted; or it is not a regular file: opening a pipe could block forever.
    /// </exception>
    public static FileStream Open(string path)
    {
        try
        {
            if (FileKinds.Of(path) is FileKind.Pipe or FileKind.Socket or FileKind.CharacterDevice or FileKind.BlockDevice)
                throw NotRegular(path);
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(path, error);
        }
    }

    /// <summary>All bytes of a file of at most <paramref name="limit"/> bytes.</summary>
    /// <exception cref="InputException">As <see cref="Open"/>, or the file is larger than the limit.</exception>
    public static byte[] ReadAllBytes(string path, long limit)
    {
        using FileStream stream = Open(path);
        try
        {
            if (stream.Length > limit)
                throw new InputException(
                    $"Cannot read {path}: it has {stream.Length:N0} bytes, expected at most {limit:N0}; choose a smaller file.");

            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception error) when (error is IOException or NotSupportedException)
        {
            throw Unreadable(path, error);
        }
    }

    /// <summary>The first bytes of a file, <paramref name="count"/> or fewer.</summary>
    /// <exception cref="InputException">As <see cref="Open"/>.</exception>
    public static byte[] ReadBeginning(string path, int count)
    {
        using FileStream stream = Open(path);
        try
        {
            byte[] bytes = new byte[count];
            return bytes[..stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false)];
        }
        catch (Exception error) when (error is IOException or NotSupportedException)
        {
            throw Unreadable(path, error);
        }
    }

    /// <summary>The error for an <see cref="IOException"/> while reading <paramref name="path"/>.</summary>
    public static InputException Unreadable(string path, Exception error) =>
        new($"Cannot read {path}: {Reason(error)}; check the path and its permissions.", error);

    /// <summary>The cause in a few words, for use inside a sentence.</summary>
    public static string Reason(Exception error) => error switch
    {
        FileNotFoundException => "there is no such file",
        DirectoryNotFoundException => "its folder does not exist",
        EndOfStreamException => "it became shorter while it was read",
        UnauthorizedAccessException => "it is a folder, or not permitted to this user",
        ArgumentOutOfRangeException => "a file may not grow so large here",
        _ => error.Message.TrimEnd('.').ReplaceLineEndings(" "),
    };

    private static InputException NotRegular(string path) =>
        new($"Cannot read {path}: it is {FileKinds.Of(path).Words()}, expected a regular file; copy its content into a file first.");
}
