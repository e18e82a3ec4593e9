using System.Globalization;
using GanFromScratch.Engine;

namespace GanFromScratch.Layers.Serialization;

/// <summary>
/// Files that are either the old one or the new one, never half of one: the bytes go to a temporary name in the same folder (so the
/// move stays within one file system, where it is a single step) and take the target's name only when they are complete.
/// </summary>
/// <remarks>
/// Only a regular file is ever replaced, and it keeps its permissions. A link is followed: what it leads to is replaced, and the link
/// stays. A character device (/dev/null, a terminal) is written to; pipes, sockets and disks are refused.
/// </remarks>
public static class AtomicFile
{
    private const string Suffix = ".tmp";

    /// <summary>Writes <paramref name="path"/>, making its folder if need be and replacing a regular file that stands there.</summary>
    /// <param name="path">The target.</param>
    /// <param name="write">Puts the bytes into the stream. When it throws, the target stays as it was.</param>
    /// <param name="durable">
    /// Waits until the bytes are on the disk before the move, so that not even a power cut leaves an empty file under the target's name:
    /// for checkpoints. Pictures, of which there may be thousands, do without.
    /// </param>
    /// <exception cref="InputException">
    /// The folder cannot be made or written, the disk is full, or what stands there is neither a regular file nor a character device.
    /// </exception>
    public static void Write(string path, Action<Stream> write, bool durable = false)
    {
        ArgumentNullException.ThrowIfNull(write);
        try
        {
            switch (FileKinds.Of(path))
            {
                case FileKind.Absent or FileKind.RegularFile:
                    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
                    Replace(TargetOf(path), write, durable);
                    break;
                case FileKind.CharacterDevice:
                    using (var device = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                        write(device);
                    break;
                case var kind:
                    throw new InputException(
                        $"Cannot write {path}: it is {kind.Words()}, expected a regular file or none; choose another place.");
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException || IsTooLarge(error))
        {
            throw new InputException(
                $"Cannot write {path}: {InputFile.Reason(error)}; choose another place or make room; what stood there before is untouched.",
                error);
        }
    }

    /// <summary>
    /// Deletes what a process that was killed left half written in <paramref name="folder"/>: regular files with a temporary name as
    /// <see cref="Write"/> makes it, of targets that <paramref name="isOurs"/> knows by name. Sub-folders are not looked into, links are
    /// not followed.
    /// </summary>
    public static void RemoveLeftovers(string folder, Func<string, bool> isOurs)
    {
        ArgumentNullException.ThrowIfNull(isOurs);
        var found = new DirectoryInfo(folder);
        if (!found.Exists || found.LinkTarget != null)
            return;
        foreach (FileInfo file in found.EnumerateFiles($"*{Suffix}"))
        {
            if (
                file.LinkTarget == null
                    && FileKinds.Of(file.FullName) == FileKind.RegularFile
                    && TargetNameOf(file.Name) is string target
                    && isOurs(target))
                file.Delete();
        }
    }

    /// <summary>The name of the file that a temporary one was to become; null for a name that <see cref="Write"/> does not make.</summary>
    public static string? TargetNameOf(string temporary)
    {
        ArgumentNullException.ThrowIfNull(temporary);
        const int Digits = 32;
        int dot = temporary.Length - Suffix.Length - Digits - 1;
        return dot > 0 && temporary[dot] == '.' && temporary.EndsWith(Suffix, StringComparison.Ordinal)
            && UInt128.TryParse(temporary.AsSpan(dot + 1, Digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
                ? temporary[..dot]
                : null;
    }

    private static void Replace(string target, Action<Stream> write, bool durable)
    {
        string temporary = $"{target}.{Guid.NewGuid():N}{Suffix}";
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.None,
                BufferSize = 1 << 16,
            };
            UnixFileMode? mode = null;
            if (File.Exists(target))
            {
                // A file that this user may not write is not replaced either, although its folder would allow it.
                File.OpenHandle(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();
                if (!OperatingSystem.IsWindows())
                {
                    // Until the end nobody else may read it: the old one may be private.
                    mode = File.GetUnixFileMode(target);
                    options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                }
            }

            using (var stream = new FileStream(temporary, options))
            {
                write(stream);
                if (mode is UnixFileMode kept && !OperatingSystem.IsWindows())
                    File.SetUnixFileMode(stream.SafeFileHandle, kept);
                stream.Flush(flushToDisk: durable);
            }

            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            DeleteQuietly(temporary);
        }
    }

    /// <summary>
    /// Whether a file may not grow further, by the file system or a limit of the user's (EFBIG), which .NET takes for a wrong argument.
    /// </summary>
    private static bool IsTooLarge(Exception error) => error is ArgumentOutOfRangeException { ParamName: "value" };

    /// <summary>Where the bytes go: the end of a chain of links, if <paramref name="path"/> begins one.</summary>
    private static string TargetOf(string path)
    {
        string full = Path.GetFullPath(path);
        return new FileInfo(full).LinkTarget == null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
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
