using GanFromScratch.Engine;

namespace GanFromScratch.Layers.Serialization;

/// <summary>
/// Files that are either the old one or the new one, never half of one: the bytes go to a temporary name in the same folder (so the
/// move stays within one file system, where it is a single step) and take the target's name only when they are complete.
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes <paramref name="path"/>, making its folder if need be and replacing a file that stands there.</summary>
    /// <param name="path">The target.</param>
    /// <param name="write">Puts the bytes into the stream. When it throws, the target stays as it was.</param>
    /// <param name="durable">
    /// Waits until the bytes are on the disk before the move, so that not even a power cut leaves an empty file under the target's name:
    /// for checkpoints. Pictures, of which there may be thousands, do without.
    /// </param>
    /// <exception cref="InputException">The folder cannot be made or written, or the disk is full.</exception>
    public static void Write(string path, Action<Stream> write, bool durable = false)
    {
        ArgumentNullException.ThrowIfNull(write);
        string target = Path.GetFullPath(path);
        string temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: durable);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"Cannot write {path}: {InputFile.Reason(error)}; choose another place or make room; what stood there before is untouched.",
                error);
        }
        finally
        {
            DeleteQuietly(temporary);
        }
    }

    /// <summary>Nothing is there after a move that worked; and when the write failed, that failure is the one to report.</summary>
    private static void DeleteQuietly(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }
}
