using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Simt;

/// <summary>
/// The arguments of one launch, in the order of the kernel's parameters, in a form for every device: a view is a buffer with start and
/// length; everything else is 32-bit words. Each thread reuses one object, so that a launch allocates nothing; a recording copies the
/// arguments to keep them.
/// </summary>
public sealed class KernelArguments
{
    [ThreadStatic]
    private static KernelArguments? ofThisThread;

    private KernelArgument[] entries = new KernelArgument[16];
    private uint[] words = new uint[64];
    private int wordCount;
    private bool wholeStructs;

    private KernelArguments()
    {
    }

    /// <summary>How many parameters have been given.</summary>
    internal int Count { get; private set; }

    internal ReadOnlySpan<KernelArgument> Entries => entries.AsSpan(0, Count);

    /// <summary>This thread's arguments, empty.</summary>
    /// <param name="device">The device; null for a kernel that takes structs as words.</param>
    public static KernelArguments Begin(SimtDevice? device = null)
    {
        KernelArguments arguments = ofThisThread ??= new KernelArguments();
        Array.Clear(arguments.entries, 0, arguments.Count);
        arguments.Count = 0;
        arguments.wordCount = 0;
        arguments.wholeStructs = device is { TakesWholeStructs: true };
        return arguments;
    }

    /// <summary>A copy of the arguments that later launches of this thread do not change.</summary>
    internal KernelArguments Copy() => new()
    {
        entries = entries[..Count],
        words = words[..wordCount],
        Count = Count,
        wordCount = wordCount,
    };

    /// <summary>A view; a missing one has length 0 and no memory.</summary>
    public void Add(BufferView? view) => Next() = view is BufferView present
        ? new KernelArgument(present.Buffer, present.Offset, present.Length, IsView: true, 0)
        : new KernelArgument(null, 0, 0, IsView: true, 0);

    public void Add(int value) => Add((uint)value);

    public void Add(float value) => Add(BitConverter.SingleToUInt32Bits(value));

    public void Add(bool value) => Add(value ? 1u : 0u);

    public void Add(uint value) => Words(sizeof(uint))[0] = value;

    /// <summary>A struct: each of its fields is one word, or it is passed whole, depending on the device.</summary>
    public void AddStruct<T>(in T value)
        where T : unmanaged
    {
        if (wholeStructs)
            MemoryMarshal.Write(MemoryMarshal.AsBytes(Words(Unsafe.SizeOf<T>())), in value);
        else
            KernelType<T>.Write(value, Words(KernelType<T>.Words * sizeof(uint)));
    }

    /// <summary>The words of a value.</summary>
    internal ReadOnlySpan<uint> Value(in KernelArgument argument) => words.AsSpan(argument.Start, argument.Length);

    private Span<uint> Words(int bytes)
    {
        int count = (bytes + sizeof(uint) - 1) / sizeof(uint);
        if (wordCount + count > words.Length)
            Array.Resize(ref words, Math.Max(2 * words.Length, wordCount + count));
        Next() = new KernelArgument(null, wordCount, count, IsView: false, bytes);
        wordCount += count;
        return words.AsSpan(wordCount - count, count);
    }

    private ref KernelArgument Next()
    {
        if (Count == entries.Length)
            Array.Resize(ref entries, 2 * Count);
        return ref entries[Count++];
    }
}

/// <summary>One argument: a view of a buffer (null for a missing one), or <paramref name="Length"/> words from <paramref name="Start"/> on,
/// of which <paramref name="Bytes"/> bytes count.</summary>
internal readonly record struct KernelArgument(DeviceBuffer? Buffer, int Start, int Length, bool IsView, int Bytes);
