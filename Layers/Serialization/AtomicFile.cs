using System.Globalization;
using GanFromScratch.Engine;

namespace GanFromScratch.Layers.Serialization;

/// <summary>
/// Atomic file replacement: readers see either the old file or the complete new one. The bytes are written to a temporary file in the same
/// folder (so that the rename stays within one file system, where it is atomic), which is renamed to the target when complete.
/// </summary>
/// <remarks>
/// Only a regular file is ever replaced, and it keeps its permissions. A link is followed: its target is replaced, and the link stays. A
/// character device (/dev/null, a terminal) is written to; pipes, sockets and disks are refused.
/// </remarks>
public static class AtomicFile
{
    private const string Suffix = ".tmp";

    /// <summary>Writes <paramref name="path"/>, creating its folder if necessary and replacing an existing regular file.</summary>
    /// <param name="path">The target.</param>
    /// <param name="write">Writes the bytes to the stream. If it throws, the target is unchanged.</param>
    /// <param name="durable">
    /// Flushes the bytes to the disk before the rename, so that even a power cut leaves no empty file under the target's name: for
    /// checkpoints. Pictures, of which there may be thousands, skip the flush.
    /// </param>
    /// <exception cref="InputException">
    /// The folder cannot be created or written, the disk is full, or the existing target is neither a regular file nor a character device.
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
                $"Cannot write {path}: {InputFile.Reason(error)}; choose another place or make room; the old file is unchanged.",
                error);
        }
    }

    /// <summary>
    /// Deletes partially written files of a killed process in <paramref name="folder"/>: regular files with a temporary name of <see
    /// cref="Write"/>'s form, for targets whose names <paramref name="isOurs"/> accepts. Subfolders are not searched, links are not
    /// followed.
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

    /// <summary>The target name of a temporary file; null for a name not of <see cref="Write"/>'s form.</summary>
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
                // A file that this user may not write is not replaced, although the folder's permissions would allow it.
                File.OpenHandle(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();
                if (!OperatingSystem.IsWindows())
                {
                    // The temporary file is readable only by its owner until the rename, because the old file may be private.
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
    /// Whether the file exceeds a size limit of the file system or the user (EFBIG), which .NET reports as an invalid argument.
    /// </summary>
    private static bool IsTooLarge(Exception error) => error is ArgumentOutOfRangeException { ParamName: "value" };

    /// <summary>The file to write: the end of the chain of links if <paramref name="path"/> is a link.</summary>
    private static string TargetOf(string path)
    {
        string full = Path.GetFullPath(path);
        return new FileInfo(full).LinkTarget == null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
    }

    /// <summary>
    /// Ignores errors: after a successful rename the file is gone, and after a failed write that failure is the one to report.
    /// </summary>
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
