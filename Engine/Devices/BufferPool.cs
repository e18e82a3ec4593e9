using System.Numerics;

namespace GanFromScratch.Engine.Devices;

/// <summary>
/// Keeps returned buffers for later requests of about the same size: a training step requests the same sizes again and again, so after
/// the first step no memory comes from the system. Sizes are rounded up to four classes per power of two (at most a quarter is wasted),
/// and the buffer returned last is reused first, since it is the likeliest to be in the cache.
/// </summary>
internal sealed class BufferPool(Device device) : IDisposable
{
    private const int SmallestClass = 64;
    private readonly Dictionary<int, Stack<DeviceBuffer>> free = [];
    private readonly Lock gate = new();
    private bool disposed;

    /// <summary>A buffer of at least <paramref name="length"/> words with one holder.</summary>
    public DeviceBuffer Rent(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        int size = RoundUp(length);
        DeviceBuffer? buffer = null;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (free.TryGetValue(size, out Stack<DeviceBuffer>? stack) && stack.Count > 0)
                buffer = stack.Pop();
        }

        if (buffer == null)
        {
            buffer = device.CreateBuffer(size);
            device.CountBytes(buffer.Bytes);
        }

        buffer.Home = this;
        buffer.AddHolder();
        return buffer;
    }

    /// <summary>Called by the last holder.</summary>
    internal void Return(DeviceBuffer buffer)
    {
        lock (gate)
        {
            if (!disposed)
            {
                if (!free.TryGetValue(buffer.Length, out Stack<DeviceBuffer>? stack))
                    free[buffer.Length] = stack = new Stack<DeviceBuffer>();
                stack.Push(buffer);
                return;
            }
        }

        buffer.Free();
    }

    /// <summary>Frees the buffers in the pool; a buffer that is still held is freed when its holder releases it.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
                return;
            disposed = true;
        }

        foreach (Stack<DeviceBuffer> stack in free.Values)
        {
            foreach (DeviceBuffer buffer in stack)
                buffer.Free();
        }

        free.Clear();
    }

    private static int RoundUp(int length)
    {
        if (length <= SmallestClass)
            return SmallestClass;
        long quarter = 1L << Math.Max(BitOperations.Log2((uint)(length - 1)) - 2, 4);
        return (int)Math.Min((length + quarter - 1) / quarter * quarter, int.MaxValue);
    }
}
