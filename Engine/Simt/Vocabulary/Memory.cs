namespace GanFromScratch.Engine.Simt.Vocabulary;

/// <summary>Memory that the items of a group share: fast, small, undefined at the start. Only in the kernel itself, with a constant length.</summary>
public static class SharedMemory
{
    public static ArrayView<T> Allocate<T>(int length)
        where T : unmanaged =>
        throw OnDeviceOnly.Here();
}

/// <summary>An array of the item's own, in registers where its indices are known, with a constant length. Undefined at the start.</summary>
public static class LocalMemory
{
    public static ArrayView<T> Allocate<T>(int length)
        where T : unmanaged =>
        throw OnDeviceOnly.Here();
}

/// <summary>Whole numbers in memory changed by many items at once, each change as one piece. Floats are not offered: their sum would depend on the order.</summary>
public static class Atomic
{
    /// <summary>Adds, and returns what was there before.</summary>
    public static int Add(ref int target, int value) => throw OnDeviceOnly.Here();
}

/// <summary>What this item wrote before the fence, others see before anything it writes after.</summary>
public static class MemoryFence
{
    /// <summary>For all items of the launch.</summary>
    public static void DeviceLevel() => throw OnDeviceOnly.Here();
}

/// <summary>The same 32 bits under another name.</summary>
public static class Interop
{
    public static uint FloatAsInt(float value) => BitConverter.SingleToUInt32Bits(value);

    public static float IntAsFloat(uint value) => BitConverter.UInt32BitsToSingle(value);
}
