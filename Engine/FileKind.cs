using System.Runtime.InteropServices;

namespace GanFromScratch.Engine;

/// <summary>The kind of file that a path leads to, links followed.</summary>
public enum FileKind
{
    /// <summary>Nothing, or nothing that this user may access.</summary>
    Absent,
    RegularFile,
    Folder,

    /// <summary>A FIFO or an anonymous pipe: opening it may block forever.</summary>
    Pipe,
    Socket,

    /// <summary>A character device: a terminal, /dev/null.</summary>
    CharacterDevice,
    BlockDevice,
}

/// <summary>Distinguishes regular files from other things with a path, without opening them.</summary>
public static partial class FileKinds
{
    private const int FollowLinks = 0, TypeOnly = 1, CurrentFolder = -100;

    /// <summary>The kind of <paramref name="path"/>. Outside of Linux only files and folders are distinguished.</summary>
    public static FileKind Of(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            try
            {
                return Status(CurrentFolder, path, FollowLinks, TypeOnly, out StatusOnLinux status) != 0
                    ? FileKind.Absent
                    : KindOf(status.Mode);
            }
            catch (EntryPointNotFoundException)
            {
                // A C library from before 2018.
            }
        }

        return Directory.Exists(path) ? FileKind.Folder : File.Exists(path) ? FileKind.RegularFile : FileKind.Absent;
    }

    /// <summary>The kind with an article, for use in a sentence: "a pipe".</summary>
    public static string Words(this FileKind kind) => kind switch
    {
        FileKind.Absent => "not there",
        FileKind.RegularFile => "a regular file",
        FileKind.Folder => "a folder",
        FileKind.Pipe => "a pipe",
        FileKind.Socket => "a socket",
        _ => "a device",
    };

    // The upper four bits of a mode (inode(7)).
    private static FileKind KindOf(ushort mode) => (mode & 0xF000) switch
    {
        0x1000 => FileKind.Pipe,
        0x2000 => FileKind.CharacterDevice,
        0x4000 => FileKind.Folder,
        0x6000 => FileKind.BlockDevice,
        0x8000 => FileKind.RegularFile,
        _ => FileKind.Socket,
    };

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int folder, string path, int flags, uint mask, out StatusOnLinux status);

    /// <summary>struct statx, whose layout is the same on every processor (statx(2)).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatusOnLinux
    {
        [FieldOffset(28)]
        public ushort Mode;
    }
}
