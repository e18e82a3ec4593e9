namespace GanFromScratch.Engine.Devices.Cpu;

/// <summary>
/// Keeps the buffers of a launch alive. A launch is a struct of addresses, which the garbage collector cannot see: without this, a tensor
/// that is never used again could be finalized, and its memory freed, in the middle of the kernel that reads it, or before the recorded
/// step that reads it is replayed. Every address taken on this thread is noted here until its launch (or copy) has ended; a recording
/// keeps the notes for its whole life.
/// </summary>
internal static class OperandHold
{
    [ThreadStatic]
    private static List<BufferView>? held;

    /// <summary>Bytes of the operands noted, for observers of launches.</summary>
    public static long Bytes => held?.Sum(view => sizeof(float) * (long)view.Length) ?? 0;

    public static void Add(BufferView view) => (held ??= new List<BufferView>(16)).Add(view);

    /// <summary>The launch has ended.</summary>
    public static void Release() => held?.Clear();

    /// <summary>The launch was recorded: its buffers belong to the recording now.</summary>
    public static void MoveTo(HashSet<DeviceBuffer> recording)
    {
        foreach (BufferView view in held ?? [])
            recording.Add(view.Buffer);
        Release();
    }
}
