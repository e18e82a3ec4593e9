using System.Runtime.InteropServices;

namespace GanFromScratch.Tests.Support;

/// <summary>What has a file's name and is none.</summary>
internal static partial class SpecialFile
{
    /// <summary>A named pipe that nobody writes into: whoever opens it to read waits for ever.</summary>
    public static string Pipe(string path)
    {
        Assert.That(MakePipe(path, 0x1B6), Is.Zero, path);
        return path;
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);
}
