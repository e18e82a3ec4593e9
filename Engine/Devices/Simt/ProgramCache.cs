using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>
/// Compiled kernels on disk, so that only the first run on a machine waits for the compiler. An entry is a file named by everything its
/// content depends on:
/// <code>
/// "GANKERN1"   key (32 bytes)   length (8)   SHA-256 of the binary (32)   the binary
/// </code>
/// A file in any other form was damaged or is not ours: it counts as absent, is deleted, and is compiled again. Anything but a regular
/// file is left alone. Entries are written under a temporary name and moved, so concurrent processes read whole files or none. The cache
/// only saves time: a folder that cannot be written is no error.
/// </summary>
internal sealed class ProgramCache
{
    private const int KeyBytes = SHA256.HashSizeInBytes;
    private const int HeaderBytes = 8 + KeyBytes + sizeof(long) + SHA256.HashSizeInBytes;

    // Far above the size of any kernel: a larger size marks an invalid entry.
    private const long MostBytes = 256 << 20;

    private readonly string? folder;

    /// <param name="folder">The folder of the entries; null for no cache.</param>
    public ProgramCache(string? folder) => this.folder = folder;

    public string? Folder => folder;

    private static ReadOnlySpan<byte> Magic => "GANKERN1"u8;

    /// <summary>
    /// The user's cache: in GAN_CACHE if that is set (<c>off</c> for none), else in the folder the system keeps for such files.
    /// </summary>
    public static ProgramCache OfUser() => new(FolderOfUser(
        Environment.GetEnvironmentVariable("GAN_CACHE"),
        OperatingSystem.IsWindows() ? null : Environment.GetEnvironmentVariable("XDG_CACHE_HOME"),
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) : null));

    /// <summary>
    /// The rule behind <see cref="OfUser"/>; an empty value counts as unset, and so does an XDG_CACHE_HOME that is not a full path.
    /// </summary>
    internal static string? FolderOfUser(string? chosen, string? xdg, string? home, string? windows)
    {
        if (!string.IsNullOrEmpty(chosen))
            return chosen.Equals("off", StringComparison.OrdinalIgnoreCase) ? null : Path.GetFullPath(chosen);
        string? root =
            !string.IsNullOrEmpty(windows) ? windows
            : !string.IsNullOrEmpty(xdg) && Path.IsPathFullyQualified(xdg) ? xdg
            : !string.IsNullOrEmpty(home) ? Path.Combine(home, ".cache")
            : null;
        return root == null ? null : Path.Combine(root, "gan-from-scratch", "kernels");
    }

    /// <summary>
    /// The key for all <paramref name="parts"/>: source, dialect, device, driver, options. Their order and boundaries count.
    /// </summary>
    public static byte[] Key(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (string part in parts)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }

    /// <summary>The binary stored under <paramref name="key"/>; null if there is no valid one.</summary>
    public byte[]? Find(byte[] key)
    {
        if (folder == null)
            return null;
        byte[]? binary = null;
        try
        {
            if (FileKinds.Of(PathOf(key)) is not (FileKind.RegularFile or FileKind.Absent))
                return null;
            using var stream = new FileStream(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            if (stream.Length is >= HeaderBytes and <= MostBytes)
            {
                byte[] entry = new byte[stream.Length];
                stream.ReadExactly(entry);
                binary = Open(key, entry);
            }
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (IsOfFiles(error))
        {
            // A disk that fails, a file of another user: treated as no entry.
        }

        if (binary == null)
            Remove(key);
        return binary;
    }

    /// <summary>Keeps <paramref name="binary"/> for the next process.</summary>
    public void Store(byte[] key, ReadOnlySpan<byte> binary)
    {
        byte[] entry = new byte[HeaderBytes + binary.Length];
        Magic.CopyTo(entry);
        key.CopyTo(entry.AsSpan(8));
        BinaryPrimitives.WriteInt64LittleEndian(entry.AsSpan(8 + KeyBytes), binary.Length);
        SHA256.HashData(binary, entry.AsSpan(8 + KeyBytes + sizeof(long)));
        binary.CopyTo(entry.AsSpan(HeaderBytes));
        Write(Convert.ToHexStringLower(key) + ".bin", entry);
    }

    /// <summary>
    /// Keeps the text of a kernel that did not compile, for inspection; its path, or null if it could not be written.
    /// </summary>
    public string? StoreText(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Deletes an entry that turned out to be useless.</summary>
    public void Remove(byte[] key)
    {
        if (folder != null)
            Delete(PathOf(key));
    }

    private static byte[]? Open(byte[] key, byte[] entry)
    {
        ReadOnlySpan<byte> header = entry.AsSpan(0, HeaderBytes), binary = entry.AsSpan(HeaderBytes);
        bool isWhole = header.StartsWith(Magic)
            && header.Slice(8, KeyBytes).SequenceEqual(key)
            && BinaryPrimitives.ReadInt64LittleEndian(header[(8 + KeyBytes)..]) == binary.Length
            && header[(8 + KeyBytes + sizeof(long))..].SequenceEqual(SHA256.HashData(binary));
        return isWhole ? binary.ToArray() : null;
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (IsOfFiles(error))
        {
            // It stays, and is rejected again next time.
        }
    }

    private static bool IsOfFiles(Exception error) => error is IOException or UnauthorizedAccessException or NotSupportedException;

    private string? Write(string name, ReadOnlySpan<byte> bytes)
    {
        if (folder == null)
            return null;
        string path = Path.Combine(folder, name), temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            if (FileKinds.Of(path) is not (FileKind.RegularFile or FileKind.Absent))
                return null;
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
            return path;
        }
        catch (Exception error) when (IsOfFiles(error))
        {
            // No space, no write permission, a file in place of the folder: the next process compiles again.
            Delete(temporary);
            return null;
        }
    }

    private string PathOf(byte[] key) => Path.Combine(folder!, Convert.ToHexStringLower(key) + ".bin");
}
