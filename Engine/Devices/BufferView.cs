namespace GanFromScratch.Engine.Devices;

/// <summary>A range of a buffer, the argument of kernels. It keeps nothing alive; the tensors do that.</summary>
public readonly struct BufferView
{
    internal BufferView(DeviceBuffer buffer, int offset, int length)
    {
        if ((uint)offset > (uint)buffer.Length || (uint)length > (uint)(buffer.Length - offset))
            throw new ArgumentOutOfRangeException(
                nameof(offset), $"A view of {length} words at {offset} does not fit a buffer of {buffer.Length}.");
        Buffer = buffer;
        Offset = offset;
        Length = length;
    }

    internal DeviceBuffer Buffer { get; }

    /// <summary>First word.</summary>
    public int Offset { get; }

    /// <summary>Number of words.</summary>
    public int Length { get; }

    public Device Device => Buffer.Device;

    /// <summary>A part of this view.</summary>
    public BufferView Slice(int offset, int length) =>
        (uint)offset > (uint)Length || (uint)length > (uint)(Length - offset)
            ? throw new ArgumentOutOfRangeException(
                nameof(offset), $"A slice of {length} words at {offset} does not fit a view of {Length}.")
            : new(Buffer, Offset + offset, length);
}
