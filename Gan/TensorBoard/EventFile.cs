using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.TensorBoard;

/// <summary>
/// An event file of TensorBoard: records of TFRecord form, each the length of its data (8 bytes), the masked CRC-32C of these 8 bytes, the
/// data, and their masked CRC-32C. The data are a message Event (tensorflow/core/util/event.proto), integers are little-endian. The first
/// event names the version, the second the first step that the file tells of: readers drop what an earlier file of the folder has of it
/// and of later steps. Each event is handed to the system at once; a kill leaves at most one incomplete record at the end, which readers
/// skip.
/// </summary>
internal sealed class EventFile : IDisposable
{
    private const string Version = "brain.Event:2";

    // Fields of Event, and of the message SessionLog in it.
    private const int WallTime = 1, Step = 2, FileVersion = 3, Values = 5, SessionLog = 7, SessionStatus = 1, SessionStart = 1;

    private readonly FileStream stream;

    private EventFile(FileStream stream) => this.stream = stream;

    /// <summary>Begins a new file in a folder; files that are there stay as they are.</summary>
    /// <param name="folder">Made if it is not there.</param>
    /// <param name="firstStep">That the file will tell of.</param>
    /// <exception cref="InputException">The folder or the file cannot be made.</exception>
    public static EventFile Create(string folder, long firstStep)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string path = FirstFree(folder);
            var file = new EventFile(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read));
            file.Add(0, content => content.Write(FileVersion, Version));
            file.Add(firstStep, content => content.Write(SessionLog, session => session.Write(SessionStatus, SessionStart)));
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"Cannot write event files into {folder}: {e.Message.TrimEnd('.')}; move what is in the way, or train without "
                + "--tensorboard.", e);
        }
    }

    /// <summary>Adds an event that has a summary: values with a tag each.</summary>
    public void Add(long step, Summary summary) => Add(step, content => content.Write(Values, summary.Write));

    public void Dispose() => stream.Dispose();

    /// <summary>The checksum as records hold it, rotated and shifted: checksums of data with checksums in them are weak.</summary>
    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        const int rotation = 15;
        const uint shift = 0xa282ead8;
        return BitOperations.RotateRight(Crc32C.Of(bytes), rotation) + shift;
    }

    /// <summary>Readers take the files of a folder by name: seconds since 1970 first, then a number within the second.</summary>
    private static string FirstFree(string folder)
    {
        long seconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        for (int number = 0; ; number++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{seconds:0000000000}.{number:000}");
            string path = Path.Combine(folder, name);
            if (!Path.Exists(path))
                return path;
        }
    }

    private void Add(long step, Action<ProtobufWriter> content)
    {
        var message = new ProtobufWriter();
        message.Write(WallTime, (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds);
        message.Write(Step, step);
        content(message);
        byte[] data = message.ToArray(), record = new byte[sizeof(ulong) + data.Length + (2 * sizeof(uint))];
        Span<byte> rest = record;
        BinaryPrimitives.WriteInt64LittleEndian(rest, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(rest[sizeof(ulong)..], Masked(rest[..sizeof(ulong)]));
        rest = rest[(sizeof(ulong) + sizeof(uint))..];
        data.CopyTo(rest);
        BinaryPrimitives.WriteUInt32LittleEndian(rest[data.Length..], Masked(data));
        stream.Write(record);
        stream.Flush();
    }
}
