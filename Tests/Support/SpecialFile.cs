using System.Runtime.InteropServices;

namespace GanFromScratch.Tests.Support;

/// <summary>File system entries that are not regular files.</summary>
internal static partial class SpecialFile
{
    /// <summary>A named pipe without a writer: opening it for reading blocks forever.</summary>
    public static string Pipe(string path)
    {
        Assert.That(MakePipe(path, 0x1B6), Is.Zero, path);
        return path;
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);
}
